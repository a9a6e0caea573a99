"""Plain mode: lines of text and numbered choices, for screen readers, pipes and scripts.

The same input gives the same output: nothing but words is ever written, no escape sequence, no time, no
path. Everything the full screen can do about a story can be typed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from game.locale.messages import tr, tr_later
from game.play.chapters import chapter_number
from game.play.engine.passage import OpenPage
from game.play.playthrough import Playthrough
from game.play.saves.rows import what_stands_in
from game.play.saves.saves import QUICK, TakenError
from game.play.session import Session
from game.story.cells import cells
from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import GameError
from game.terminal.plain import match
from game.terminal.plain.lines import Lines
from game.terminal.plain.teller import WAYS_ON, Teller
from game.terminal.ui.glyphs import LINES, Glyphs

if TYPE_CHECKING:  # a player does without it
    from game.play.hot_reload.watch_files import News

PROMPT = "> "
NO_FURTHER = tr_later("The story has changed since then: what came before can't be undone.")
UNSAVED = tr_later(
    "These choices could not be saved, and leaving loses them. `quit` again leaves all the same."
)


class Command(NamedTuple):
    """What can be typed: the word, what may stand behind it, what it does, and what help says of it.

    In another language all that is said in it, and the `word` can be typed as it is here, too.
    One that `needs` what stands behind it is a choice's first word where a choice begins so.
    """

    word: str
    argument: str
    do: Callable[[str], None]
    about: str
    short: str = ""
    needs: bool = False


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
        self._words = Lines(out, width, glyphs)
        self._teller = Teller(session, self._words)
        self._to_screen = to_screen
        self._lines = iter(lines)
        self._typed = ""  # the last command
        self._asked = ""  # what was asked about in this turn, and is done when it is typed again
        self._question = ""  # the same of the turn before
        self._asked_before = False
        self._over = False
        self._commands = {command.word: command for command in self._all_commands()}
        self._named = self._commands | {match.folded(tr(word)): one for word, one in self._commands.items()}
        self._short = {command.short: command for command in self._commands.values() if command.short}

    def _all_commands(self) -> list[Command]:
        found = [
            Command("undo", "", self._undo, "undo the last choice", "u"),
            Command("redo", "", self._redo, "do it again"),
            Command("again", "", self._teller.again, "hear this passage again; an empty line: the choices"),
            Command(
                "news", "", self._teller.news, "what the last choice changed, and pages with something new"
            ),
            Command("status", "", self._teller.status, "how things stand, and what you carry"),
            Command("history", "N", self._teller.history, "read everything again, or the last N passages"),
            Command("find", "WORD", self._teller.find, "find a word in what was told", needs=True),
            Command("chapters", "", self._teller.chapters, "the chapters that can be begun again"),
            Command("chapter", "N", self._chapter, "begin a new run at the start of a chapter", needs=True),
            Command("endings", "", self._teller.endings, "the endings found"),
            Command("save", "NAME", self._save, "save the game; without a name, quickly"),
            Command("load", "NAME", self._load, "load a saved game; without a name, the newest quick one"),
            Command("saves", "", self._teller.saves, "list the saved games"),
            Command("runs", "", self._teller.runs, "list the runs, which keep themselves"),
            Command("run", "N", self._run_again, "go on in a run", needs=True),
            Command("new", "", self._new, "begin a new run at the beginning"),
            Command(
                "export", "FILE", self._export, "write what was told into a file: .txt, or .md", needs=True
            ),
            Command("about", "", self._teller.about, "what the story is, and what is in it"),
            Command("help", "", self._help, "this list", "?"),
            Command("quit", "", self._quit, "leave; the run is kept", "q"),
        ]
        if self._to_screen is not None:
            about = tr_later("have the whole screen again from the next start on")
            found.append(Command("screen", "", self._leave_plain, about))
        return found

    @property
    def play(self) -> Playthrough:
        """The playthrough, as it stands now."""
        return self.session.play

    def run(self) -> None:
        """Play until `quit`, or the end of the input. However it ends, the run is then on disk."""
        try:
            self._teller.beginning()
            while not self._over:
                self._words.prompt(PROMPT)
                line = next(self._lines, None)
                if line is None:
                    return
                try:
                    self._obey(line.strip().lstrip("\ufeff").strip())
                except GameError as error:
                    self._teller.say(str(error))
        finally:
            self.session.close()

    def follow(self, news: News) -> None:
        """Go on in the story as its author has changed it, or say why it can't be played."""
        self._words.line()
        self._teller.say(news.told)
        for told in news.report:
            self._words.line(told)
        if news.loaded is not None:
            self.session.follow(news.loaded)
            self._teller.beginning()
        self._words.prompt(PROMPT)

    def warn(self, told: str) -> None:
        """Say something that nobody asked for, and wait for a line again."""
        self._words.line()
        self._teller.say(told)
        self._words.prompt(PROMPT)

    # --- what was typed -----------------------------------------------------------

    def _obey(self, line: str) -> None:
        """Do what a line says: a choice typed in full, a command, a page, or what begins a choice."""
        self._question, self._asked = self._asked, ""
        if not line:
            self._teller.offers()
            return
        offers = self.play.offers
        if match.in_full(offers, line):
            self._choose(line)
        elif command := self._command(line):
            self._do(command, line)
        elif page := self._page(line):
            self._teller.page(page)
        elif self.play.ending is not None and match.as_number(line) in ("1", "2", "3", "4", "5"):
            self._do(self._commands[list(WAYS_ON)[int(match.as_number(line)) - 1]], "")
        else:
            self._choose(line)

    def _command(self, line: str) -> Command | None:
        """Find the command in a line: alone, or with something behind it that begins no choice."""
        word, _, rest = line.partition(" ")
        begins = match.begun(self.play.offers, line)
        command = self._named.get(match.folded(word))
        if command is None and not begins:
            command = self._short.get(match.folded(word))
        if command is not None and begins and (rest.strip() or command.needs):
            return None
        return None if command is not None and rest.strip() and not command.argument else command

    def _do(self, command: Command, line: str) -> None:
        rest = line.partition(" ")[2].strip()
        self._typed = f"{command.word} {rest}"
        self._asked_before = self._question == self._typed
        command.do(rest)

    def _ask(self, question: str) -> None:
        """Ask a question that is answered by typing the same line again."""
        self._asked = self._typed
        self._teller.say(question)

    def _page(self, line: str) -> OpenPage | None:
        """Find the page of that name; one of that key only where no choice begins so."""
        found = match.find_page(self.play.pages, line)
        if found is not None and found.key == line and match.begun(self.play.offers, line):
            return None
        return found

    def _choose(self, line: str) -> None:
        offer = match.choice(self.play.offers, line)
        if isinstance(offer, str):
            self._teller.say(offer)
        elif not offer.open:
            self._teller.say(offer.reason)
        else:
            enters = self.session.choose(offer.key)
            self._teller.notices()
            self._teller.turn(self.play.passage, enters)

    # --- commands: this turn ------------------------------------------------------------

    def _undo(self, _: str) -> None:
        undone = self.session.undo()
        if undone:
            self._teller.notices()
            self._teller.say(tr("Undone: {choice} `redo` does it again.", choice=undone))
            self._teller.scene()
        else:
            self._teller.say(tr("There is nothing to undo.") if self.play.start is None else tr(NO_FURTHER))

    def _redo(self, _: str) -> None:
        if self.session.redo():
            self._teller.notices()
            self._teller.turn(self.play.passage, False)
        else:
            self._teller.say(tr("There is nothing to redo."))

    # --- commands: what was told ----------------------------------------------------------

    def _export(self, file: str) -> None:
        from game.play.transcript import as_markdown, as_text

        if not file:
            self._teller.say(tr("`export FILE` writes what was told into a file."))
            return
        document = (as_markdown if file.endswith(".md") else as_text)(self.play)
        try:
            with Path(file).open("x", encoding="utf-8") as written:
                written.write(document)
        except FileExistsError:
            self._teller.say(tr("There is a file `{file}` already.", file=file))
        except (OSError, ValueError) as error:
            reason = system_reason(error)
            self._teller.say(tr("`{file}` could not be written: {reason}", file=file, reason=reason))
        else:
            self._teller.say(tr("Written into `{file}`.", file=file))

    # --- commands: chapters, endings, runs, saves -------------------------------------------

    def _chapter(self, name: str) -> None:
        wanted = match.folded(name)
        starts = self.session.chapters()
        for start in starts:
            number, title = chapter_number(start.chapter), match.folded(start.chapter.title)
            if wanted and (wanted in (number, start.chapter.id) or title.startswith(wanted)):
                self.session.begin_chapter(start.chapter.id)
                self._teller.say(tr("A new run begins here; the one you came from is kept."))
                self._teller.beginning()
                return
        self._teller.say(
            tr("No run has come to that chapter. `chapters` lists those that can be begun again.")
        )

    def _run_again(self, number: str) -> None:
        if not number:
            self._teller.say(tr("`run N` goes on in a run; `runs` lists them."))
            return
        self.session.load(f"run {match.folded(number)}")
        self._teller.beginning()

    def _new(self, _: str) -> None:
        self.session.new_game()
        self._teller.beginning()

    def _save(self, name: str) -> None:
        try:
            saved = self.session.save(name, self._asked_before) if name else self.session.quick_save()
        except TakenError as error:
            what = what_stands_in(error.info)
            self._ask(tr("There is a save of that name: {what}. The same again replaces it.", what=what))
        else:
            self._teller.say(tr("Saved as `{name}`.", name=saved))

    def _load(self, name: str) -> None:
        self.session.load(name or QUICK)
        self._teller.beginning()

    # --- commands: the rest -------------------------------------------------------------------

    def _help(self, _: str) -> None:
        rows = [(tr("a number"), tr("take that choice; the first letters of a choice do too"))]
        for command in self._commands.values():
            word = " ".join(tr(part) for part in (command.word, command.argument) if part)
            rows.append((f"{word}, {command.short}" if command.short else word, tr(command.about)))
        rows += [(page.id, tr("open {page}", page=page.title)) for page in self.play.pages]
        width = max(cells(name) for name, _ in rows) + 2
        for name, about in rows:
            self._words.line(name + " " * (width - cells(name)) + about)

    def _quit(self, _: str) -> None:
        if self.session.unsaved and not self._asked_before:
            self._ask(tr(UNSAVED))
        else:
            self._over = True

    def _leave_plain(self, _: str) -> None:
        if self._to_screen is not None:
            self._to_screen()
            self._teller.say(tr("The next game has the whole screen again."))
