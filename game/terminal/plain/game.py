"""Plain mode: lines of text and numbered choices, for screen readers, pipes and scripts.

The same input gives the same output: nothing but words is ever written, no escape sequence, no time, no
path. Everything the full screen can do about a story can be typed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from game.play.engine.passage import OpenPage, Passage
from game.play.playthrough import Playthrough
from game.play.saves.rows import count_of, row
from game.play.saves.saves import QUICK
from game.play.session import ChapterStart, Session, TakenError, chapter_name, chapter_number
from game.story.diagnostics.problem import GameError
from game.story.model import Chapter
from game.story.sanitize import visible
from game.terminal.plain import match
from game.terminal.plain.words import NO_WAY_ON, Words
from game.terminal.ui.glyphs import LINES, Glyphs
from game.terminal.wrap import cells

if TYPE_CHECKING:  # a player does without it
    from game.play.hot_reload.watch_files import News

PROMPT = "> "
NO_FURTHER = "The story has changed since then: what came before can't be undone."
UNSAVED = "These choices could not be saved, and leaving loses them. `quit` again leaves all the same."
WAYS_ON = {  # after an ending, in this order
    "undo": "Undo the last choice.",
    "chapters": "Chapters: begin a new run from one of them.",
    "history": "Hear this run again. `export FILE` writes it into a file.",
    "endings": "Endings found.",
    "new": "Begin a new run at the beginning.",
}


class Command(NamedTuple):
    """What can be typed: the word, what may stand behind it, what it does, and what help says of it.

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
        self._words = Words(out, width, glyphs)
        self._to_screen = to_screen
        self._lines = iter(lines)
        self._typed = ""  # the last command
        self._asked = ""  # what was asked about in this turn, and is done when it is typed again
        self._question = ""  # the same of the turn before
        self._asked_before = False
        self._announced: set[str] = set()  # pages that were said to have something new, and not opened since
        self._over = False
        self._commands = {command.word: command for command in self._all_commands()}
        self._short = {command.short: command for command in self._commands.values() if command.short}

    def _all_commands(self) -> list[Command]:
        found = [
            Command("undo", "", self._undo, "undo the last choice", "u"),
            Command("redo", "", self._redo, "do it again"),
            Command("again", "", self._again, "hear this passage again; an empty line: the choices"),
            Command("news", "", self._news, "what the last choice changed, and pages with something new"),
            Command("status", "", self._status, "how things stand, and what you carry"),
            Command("history", "N", self._history, "read everything again, or the last N passages"),
            Command("find", "WORD", self._find, "find a word in what was told", needs=True),
            Command("chapters", "", self._chapters, "the chapters that can be begun again"),
            Command("chapter", "N", self._chapter, "begin a new run at the start of a chapter", needs=True),
            Command("endings", "", self._endings, "the endings found"),
            Command("save", "NAME", self._save, "save the game; without a name, quickly"),
            Command("load", "NAME", self._load, "load a saved game; without a name, the newest quick one"),
            Command("saves", "", self._saves, "list the saved games"),
            Command("runs", "", self._runs, "list the runs, which keep themselves"),
            Command("run", "N", self._run_again, "go on in a run", needs=True),
            Command("new", "", self._new, "begin a new run at the beginning"),
            Command(
                "export", "FILE", self._export, "write what was told into a file: .txt, or .md", needs=True
            ),
            Command("about", "", self._about, "what the story is, and what is in it"),
            Command("help", "", self._help, "this list", "?"),
            Command("quit", "", self._quit, "leave; the run is kept", "q"),
        ]
        if self._to_screen is not None:
            about = "have the whole screen again from the next start on"
            found.append(Command("screen", "", self._leave_plain, about))
        return found

    @property
    def play(self) -> Playthrough:
        """The playthrough, as it stands now."""
        return self.session.play

    def run(self) -> None:
        """Play until `quit`, or the end of the input. However it ends, the run is then on disk."""
        try:
            self._tell_again()
            while not self._over:
                self._words.prompt(PROMPT)
                line = next(self._lines, None)
                if line is None:
                    return
                try:
                    self._obey(line.strip().lstrip("\ufeff").strip())
                except GameError as error:
                    self._say(str(error))
        finally:
            self.session.close()

    def follow(self, news: News) -> None:
        """Go on in the story as its author has changed it, or say why it can't be played."""
        self._words.line()
        self._say(news.told)
        for told in news.report:
            self._words.line(told)
        if news.loaded is not None:
            self.session.follow(news.loaded)
            self._tell_again()
        self._words.prompt(PROMPT)

    def warn(self, told: str) -> None:
        """Say something that nobody asked for, and wait for a line again."""
        self._words.line()
        self._say(told)
        self._words.prompt(PROMPT)

    # --- what was typed -----------------------------------------------------------

    def _obey(self, line: str) -> None:
        """Do what a line says: a choice typed in full, a command, a page, or what begins a choice."""
        self._question, self._asked = self._asked, ""
        if not line:
            self._offers()
            return
        offers = self.play.offers
        if match.in_full(offers, line):
            self._choose(line)
        elif command := self._command(line):
            self._do(command, line)
        elif page := self._page(line):
            self._open(page)
        elif self.play.ending is not None and match.as_number(line) in ("1", "2", "3", "4", "5"):
            self._do(self._commands[list(WAYS_ON)[int(match.as_number(line)) - 1]], "")
        else:
            self._choose(line)

    def _command(self, line: str) -> Command | None:
        """Find the command in a line: alone, or with something behind it that begins no choice."""
        word, _, rest = line.partition(" ")
        begins = match.begun(self.play.offers, line)
        command = self._commands.get(match.folded(word))
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
        self._say(question)

    def _page(self, line: str) -> OpenPage | None:
        """Find the page of that name; one of that key only where no choice begins so."""
        found = match.find_page(self.play.pages, line)
        if found is not None and found.key == line and match.begun(self.play.offers, line):
            return None
        return found

    def _choose(self, line: str) -> None:
        offer = match.choice(self.play.offers, line)
        if isinstance(offer, str):
            self._say(offer)
        elif not offer.open:
            self._say(offer.reason)
        else:
            enters = self.session.choose(offer.key)
            self._notices()
            self._tell(self.play.passage, enters)

    # --- a turn -------------------------------------------------------------------

    def _tell(self, passage: Passage, enters: bool) -> None:
        """Tell the words that answer a choice, the chapter that they lead into, and what can be done now."""
        parts = passage.parts
        said = next((at for at, part in enumerate(parts) if part.kind != "say"), len(parts))
        if enters:
            self._words.parts(parts[:said])
            self._chapter_line()
            self._words.parts(parts[said:])
        else:
            self._words.parts(parts)
        self._say_changes()
        self._after()

    def _tell_again(self) -> None:
        """Tell where the player is, the scene from where it was entered, and what can be done."""
        self._notices()
        self._chapter_line()
        self._tell_scene()

    def _tell_scene(self) -> None:
        for passage in self.play.recap():
            self._words.parts(passage.parts)
        self._after()

    def _after(self) -> None:
        self.session.note_read()
        if self.play.ending is not None:
            self._ending()
        else:
            self._offers()

    def _offers(self) -> None:
        if self.play.ending is not None:
            self._ending()
        elif not self._words.offers(self.play.offers):
            self._say(NO_WAY_ON)

    def _ending(self) -> None:
        """Say what was found, and the five ways on."""
        profile, run = self.session.profile, self.session.run
        total = len(profile.all_endings)
        said = f"The end, one of {total}. You have found {len(profile.found)}." if total > 1 else "The end."
        kept = "" if self.session.unsaved else f" Run {run.number} is kept." if run.number else ""
        self._words.paragraph(said + kept)
        self._words.numbered(WAYS_ON.values())

    def _chapter_line(self) -> None:
        """Say which chapter this is, and how things stand in it; a story of one chapter has no need of it."""
        if len(self.session.story.chapters) > 1:
            self._words.paragraph(f"{_spoken(self.play.chapter)}.")
            here = [text for text in (self.play.status, self.play.place) if text]
            if here:
                self._words.paragraph(f"{'. '.join(here)}.")

    def _say_changes(self) -> None:
        """Say in a line each what a turn has changed; of a page once, until it is opened."""
        changes, unread = self.session.changes, {page.id for page in self.session.pages_with_news}
        noted = self._unannounced(page for page in changes.pages if page.id in unread)
        said = [f"Noted: {page.title}. Type `{page.id}` to hear it." for page in noted]
        said += [f"You carry: {item.title}." for item in changes.gained]
        said += [f"You no longer carry: {item.title}." for item in changes.lost]
        said += [f"{_capital(name)}: {now}, was {was}." for name, now, was in changes.words]
        for text in said:
            self._words.line(text)
        if said:
            self._words.line()

    def _unannounced(self, pages: Iterable[OpenPage]) -> list[OpenPage]:
        new = [page for page in pages if page.id not in self._announced]
        self._announced.update(page.id for page in new)
        return new

    def _notices(self) -> None:
        for notice in self.session.notices:
            self._say(notice)
        self.session.notices.clear()

    # --- commands: this turn ------------------------------------------------------------

    def _undo(self, _: str) -> None:
        undone = self.session.undo()
        if undone:
            self._notices()
            self._say(f"Undone: {undone} `redo` does it again.")
            self._tell_scene()
        else:
            self._say("There is nothing to undo." if self.play.start is None else NO_FURTHER)

    def _redo(self, _: str) -> None:
        if self.session.redo():
            self._notices()
            self._tell(self.play.passage, False)
        else:
            self._say("There is nothing to redo.")

    def _again(self, _: str) -> None:
        self._words.parts(self.play.passage.parts)
        self._offers()

    def _news(self, _: str) -> None:
        pages = self.session.pages_with_news
        self._announced.clear()
        self._say_changes()
        for page in self._unannounced(pages):
            self._say(f"New: {page.title}. Type `{page.id}` to hear it.")
        if not self._announced:
            self._say("There is nothing new on the pages.")

    def _status(self, _: str) -> None:
        here = [text for text in (self.play.chapter.title, self.play.place, self.play.status) if text]
        self._words.line(" · ".join(here))
        for item in self.play.carried:
            about = f": {item.about}" if item.about else ""
            self._words.line(f"You carry {item.title}{about}")

    def _open(self, page: OpenPage) -> None:
        self._announced.discard(page.id)
        self.session.open_page(page.id)
        self._words.line(f"{page.title}\n")
        self._words.parts(page.parts)

    # --- commands: what was told ----------------------------------------------------------

    def _history(self, last: str) -> None:
        number = match.folded(last)
        if number and number != "all" and not (number.isascii() and number.isdecimal()):
            self._say("`history 3` tells the last three passages, `history` all of them.")
            return
        passages = self.play.transcript()
        first = max(len(passages) - int(number[:9]), 0) if number.isdecimal() else 0
        if self.play.earlier and not first:
            self._words.line(f"{self.play.earlier}\n")
        for passage in passages[first:]:
            if passage.choice is not None:
                self._words.paragraph(f"> {passage.choice}")
            self._words.parts(passage.parts)

    def _find(self, word: str) -> None:
        wanted = match.folded(word)
        if not wanted:
            self._say("`find WORD` finds a word in what was told.")
            return
        found = 0
        for choices, passage in enumerate(self.play.transcript()):
            texts = [f"> {passage.choice}"] if passage.choice is not None else []
            texts += [str(part.paragraph) for part in passage.parts]
            for text in texts:
                if wanted in match.folded(text):
                    found += 1
                    self._words.paragraph(f"After {count_of(choices, 'choice')}: {text}")
        if not found:
            self._say(f"`{word}` was not told so far.")

    def _export(self, file: str) -> None:
        from game.play.transcript import as_markdown, as_text

        if not file:
            self._say("`export FILE` writes what was told into a file.")
            return
        document = (as_markdown if file.endswith(".md") else as_text)(self.play)
        try:
            with Path(file).open("x", encoding="utf-8") as written:
                written.write(document)
        except FileExistsError:
            self._say(f"There is a file `{file}` already.")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._say(f"`{file}` could not be written: {reason.lower()}")
        else:
            self._say(f"Written into `{file}`.")

    def _about(self, _: str) -> None:
        story = self.session.story
        self._words.paragraph(story.title)
        if story.byline:
            self._words.paragraph(story.byline)
        for paragraph in self.session.about:
            self._words.paragraph(str(paragraph))
        if story.content_notes:
            self._words.paragraph(f"Content notes: {', '.join(story.content_notes)}.")

    # --- commands: chapters, endings, runs, saves -------------------------------------------

    def _chapters(self, _: str) -> None:
        starts = self.session.chapters()
        for start in starts:
            self._words.line(_chapter_row(start))
        self._say("`chapter`, with its number or its title, begins a new run there.")

    def _chapter(self, name: str) -> None:
        wanted = match.folded(name)
        starts = self.session.chapters()
        for start in starts:
            number, title = chapter_number(start.chapter), match.folded(start.chapter.title)
            if wanted and (wanted in (number, start.chapter.id) or title.startswith(wanted)):
                self.session.begin_chapter(start.chapter.id)
                self._announced.clear()
                self._say("A new run begins here; the one you came from is kept.")
                self._tell_again()
                return
        self._say("No run has come to that chapter. `chapters` lists those that can be begun again.")

    def _endings(self, _: str) -> None:
        profile = self.session.profile
        found = [profile.found[id_] for id_ in profile.all_endings if id_ in profile.found]
        self._say(f"{len(found)} of {count_of(len(profile.all_endings), 'ending')} found.")
        for ending in found:
            self._words.line(ending.title + (f", in run {ending.run}" if ending.run else ""))

    def _runs(self, _: str) -> None:
        runs = self.session.list_runs()
        if not runs:
            self._say("There are no runs yet.")
        here = self.session.run.slot
        self._words.saves(row(run, run.slot == here) for run in runs)

    def _run_again(self, number: str) -> None:
        if not number:
            self._say("`run N` goes on in a run; `runs` lists them.")
            return
        self.session.load(f"run {match.folded(number)}")
        self._announced.clear()
        self._tell_again()

    def _new(self, _: str) -> None:
        self.session.new_game()
        self._announced.clear()
        self._tell_again()

    def _save(self, name: str) -> None:
        try:
            saved = self.session.save(name, self._asked_before) if name else self.session.quick_save()
        except TakenError as error:
            there = row(error.info)
            said = ", ".join(filter(None, (there.status, there.place, there.choices)))
            self._ask(f"There is a save of that name: {said}. The same again replaces it.")
        else:
            self._say(f"Saved as `{saved}`.")

    def _load(self, name: str) -> None:
        self.session.load(name or QUICK)
        self._announced.clear()
        self._tell_again()

    def _saves(self, _: str) -> None:
        saves = self.session.list_saves()
        if not saves:
            self._say("There are no saved games.")
        self._words.saves(map(row, saves))

    # --- commands: the rest -------------------------------------------------------------------

    def _help(self, _: str) -> None:
        rows = [("a number", "take that choice; the first letters of a choice do too")]
        for command in self._commands.values():
            word = f"{command.word} {command.argument}".rstrip()
            rows.append((f"{word}, {command.short}" if command.short else word, command.about))
        rows += [(page.id, f"open {page.title}") for page in self.play.pages]
        width = max(cells(name) for name, _ in rows) + 2
        for name, about in rows:
            self._words.line(name + " " * (width - cells(name)) + about)

    def _quit(self, _: str) -> None:
        if self.session.unsaved and not self._asked_before:
            self._ask(UNSAVED)
        else:
            self._over = True

    def _leave_plain(self, _: str) -> None:
        if self._to_screen is not None:
            self._to_screen()
            self._say("The next game has the whole screen again.")

    def _say(self, text: str) -> None:
        self._words.line(visible(" ".join(text.split())))


def _spoken(chapter: Chapter) -> str:
    number = chapter_number(chapter)
    return f"Chapter {number}. {chapter.title}" if number else chapter.title


def _capital(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _chapter_row(start: ChapterStart) -> str:
    run = "" if start.own or not start.run else f"in run {start.run}"
    here = "you are here" if start.here else ""
    said = (chapter_name(start.chapter), start.status, count_of(start.choices, "choice"), run, here)
    return ", ".join(filter(None, said))
