"""Plain mode: lines of text and numbered choices, for screen readers, pipes and scripts.

Nothing but words is ever written: no escape sequence, no time, no path. Stressed words stand between stars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TextIO

from game.play.engine.passage import Offer, OpenPage, Part, Passage
from game.play.playthrough import Playthrough
from game.play.saves.rows import counted, row
from game.play.saves.saves import QUICK
from game.play.session import Session, TakenError
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible
from game.story.text.styled import Paragraph, Run
from game.terminal.ui.glyphs import LINES, Glyphs
from game.terminal.wrap import cells, columns, wrap, wrap_text

if TYPE_CHECKING:  # a player does without it
    from game.play.hot_reload.watch_files import News

PROMPT = "> "
NO_FURTHER = "The story has changed since then: what came before can't be undone."
HELP = (
    ("a number", "take that choice; the first letters of a choice do too"),
    ("undo", "take back the last choice"),
    ("save NAME", f"save the game; without a name, as `{QUICK}`"),
    ("load NAME", f"load a saved game; without a name, `{QUICK}`"),
    ("saves", "list the saved games"),
    ("history", "read everything again from the start"),
    ("status", "how things stand, and what you carry"),
    ("help", "this list"),
    ("quit", "leave; the game is saved by itself"),
)

TO_SCREEN = ("screen", "have the whole screen again from the next start on")


class Plain:
    """A game played line by line. `width` is in cells; None leaves paragraphs unwrapped.

    `to_screen`, where there is one, is what the command `screen` does.
    """

    def __init__(
        self,
        session: Session,
        lines: Iterable[str],
        out: TextIO,
        width: int | None = None,
        glyphs: Glyphs = LINES,
        to_screen: Callable[[], None] | None = None,
    ) -> None:
        self.session = session
        self.out = out
        self.width = width
        self._glyphs = glyphs
        self._to_screen = to_screen
        self._lines = iter(lines)
        self._asked = ""  # the name of a save that would be replaced, and was asked about
        self._commands: dict[str, Callable[[], None]] = {
            "undo": self._undo,
            "saves": self._list_saves,
            "history": self._history,
            "status": self._status,
            "help": self._help,
        }
        if to_screen is not None:
            self._commands["screen"] = self._leave_plain

    @property
    def play(self) -> Playthrough:
        """The playthrough, as it stands now."""
        return self.session.play

    def run(self, stays: bool = False) -> None:
        """Play until an ending, `quit`, or the end of the input.

        A game that `stays` does not end with an ending: its author may have more to say.
        However it ends, by a signal or by an exception too, the game is on disk.
        """
        try:
            self._run(stays)
        finally:
            self.session.close()

    def _run(self, stays: bool) -> None:
        self._retell()
        while self.play.ending is None or stays:
            self._prompt()
            line = next(self._lines, None)
            if line is None or line.strip().casefold() == "quit":
                return
            try:
                self._obey(line.strip())
            except GameError as error:
                self._say(visible(_one_line(str(error))))

    def follow(self, news: News) -> None:
        """Go on in the story as its author has changed it, or say why it can't be played."""
        self.out.write("\n")
        self._say(visible(news.told))
        for told in news.report:
            self._say(told)
        if news.retraced is not None:
            self.session.follow(news.retraced.play)
            self._retell()
        self._prompt()

    def _prompt(self) -> None:
        self.out.write(PROMPT)
        self.out.flush()

    # --- what was typed ---------------------------------------------------------

    def _obey(self, line: str) -> None:
        if not line:
            return
        word, _, rest = line.partition(" ")
        if line.casefold() in self._commands:
            self._commands[line.casefold()]()
        elif word.casefold() == "save":
            self._save(rest.strip() or QUICK)
        elif word.casefold() == "load":
            self._load(rest.strip() or QUICK)
        elif page := self._page(line):
            self._show_page(page)
        else:
            self._choose(line)

    def _page(self, line: str) -> OpenPage | None:
        """Find the page of that name, or of that key where no choice begins so."""
        wanted = line.casefold()
        begun = any(_letters(offer.text).startswith(_letters(line)) for offer in self.play.offers)
        key = None if begun else line
        return next(
            (one for one in self.play.pages if wanted in (one.id, one.title.casefold()) or one.key == key),
            None,
        )

    def _choose(self, line: str) -> None:
        offers = self.play.offers
        number = line.removesuffix(".")  # as choices are printed
        numeric = number.isascii() and number.isdecimal()
        offer = _numbered(offers, number) if numeric else _lettered(offers, line)
        if isinstance(offer, str):
            self._say(offer)
        elif not offer.open:
            self._say(offer.reason)
        else:
            self.session.choose(offer.key)
            self._notices()
            self._show(self.play.passage)

    def _undo(self) -> None:
        if self.session.undo():
            self._retell()
        else:
            self._say("There is nothing to undo." if self.play.start is None else NO_FURTHER)

    def _save(self, name: str) -> None:
        replace = name in (QUICK, self._asked)
        self._asked = ""
        try:
            saved = self.session.save(name, replace)
        except TakenError as error:
            self._asked = name
            choices = counted(error.info.choices, "choice")
            self._say(f"There is a save of that name, {choices}. The same again replaces it.")
        else:
            self._say(f"Saved as `{visible(saved)}`.")

    def _load(self, name: str) -> None:
        self.session.load(name)
        self._retell()

    def _notices(self) -> None:
        for notice in self.session.notices:
            self._say(visible(_one_line(notice)))
        self.session.notices.clear()

    # --- what is shown ------------------------------------------------------------

    def _show(self, passage: Passage) -> None:
        self._parts(passage.parts)
        self._offers()

    def _retell(self) -> None:
        """Show the scene again from where it was entered, and the choices."""
        self._notices()
        for passage in self.play.recap():
            self._parts(passage.parts)
        self._offers()

    def _parts(self, parts: Iterable[Part]) -> None:
        for part in parts:
            paragraph = _starred(self._glyphs.spell_out(part.paragraph))
            lines = wrap(paragraph, self.width) if self.width else None
            if lines is None:
                text = str(paragraph)
            else:
                text = "\n".join("".join(run.text for run in line) for line in lines)
            self.out.write(f"{text}\n\n")

    def _offers(self) -> None:
        offers = self.play.offers
        number = 0
        for offer in offers:
            if offer.open:
                number += 1
                lead = f"{number}. "
                text = wrap_text(self._glyphs.spell(offer.text), self.width, " " * len(lead), lead)
            else:
                text = wrap_text(self._glyphs.spell(f"({offer.reason})"), self.width, "   ")
            self.out.write(f"{text}\n")
        if not number and self.play.ending is None:
            self._say("The story has no way on from here. `undo` takes back the last choice.")

    def _show_page(self, page: OpenPage) -> None:
        self._say(page.title)
        self.out.write("\n")
        self._parts(page.parts)

    def _list_saves(self) -> None:
        rows = [row(info) for info in self.session.saves.list()]
        if not rows:
            self._say("There are no saved games.")
        for line in columns(rows):
            self._say(line)

    def _history(self) -> None:
        if self.play.earlier:
            self._say(f"{self.play.earlier}\n")
        for passage in self.play.transcript():
            if passage.choice is not None:
                self._say(f"{wrap_text(passage.choice, self.width, '  ', '> ')}\n")
            self._parts(passage.parts)

    def _status(self) -> None:
        here = [text for text in (self.play.chapter.title, self.play.place, self.play.status) if text]
        self._say(" · ".join(here))
        for item in self.play.carried:
            about = f": {item.about}" if item.about else ""
            self._say(f"You carry {item.title}{about}")

    def _help(self) -> None:
        to_screen = [] if self._to_screen is None else [TO_SCREEN]
        rows = [*HELP, *to_screen, *((page.id, f"open {page.title}") for page in self.play.pages)]
        width = max(cells(name) for name, _ in rows) + 2
        for name, about in rows:
            self._say(name + " " * (width - cells(name)) + about)

    def _leave_plain(self) -> None:
        if self._to_screen is not None:
            self._to_screen()
            self._say("The next game has the whole screen again.")

    def _say(self, text: str) -> None:
        self.out.write(f"{self._glyphs.spell(text)}\n")


def _starred(paragraph: Paragraph) -> Paragraph:
    """Put stars around stressed words, as their author did: nothing else shows what is read from a paper."""
    runs = (Run(f"*{run.text}*") if run.stressed else run for run in paragraph.runs)
    return paragraph if paragraph.drawn else Paragraph(tuple(runs))


def _one_line(text: str) -> str:
    return " ".join(text.split()).strip()


def _numbered(offers: tuple[Offer, ...], line: str) -> Offer | str:
    open_ones = [offer for offer in offers if offer.open]
    if len(line) < 10 and 1 <= int(line) <= len(open_ones):
        return open_ones[int(line) - 1]
    return "There is no choice of that number."


def _lettered(offers: tuple[Offer, ...], line: str) -> Offer | str:
    """Find the choice that begins with these letters; if there is not just one, say so."""
    wanted = _letters(line)
    starting = [offer for offer in offers if wanted and _letters(offer.text).startswith(wanted)]
    exact = [offer for offer in starting if _letters(offer.text) == wanted]
    found = exact or [offer for offer in starting if offer.open] or starting
    if len(found) == 1:
        return found[0]
    if found:
        return "More than one choice begins so: type its number, or more of it."
    return "That is no choice here. `help` says what can be typed."


def _letters(text: str) -> str:
    """Fold a text for comparing: case and what stands before its first letter don't count."""
    return " ".join(re.sub(r"^\W+", "", text.casefold()).split())
