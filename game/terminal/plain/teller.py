"""What is told in plain mode: words, what can be done, and what the session knows, each in lines."""

from __future__ import annotations

from collections.abc import Iterable

from game.locale.messages import tr, tr_later
from game.play.chapters import ChapterStart, chapter_name, chapter_number
from game.play.engine.passage import OpenPage, Passage
from game.play.playthrough import Playthrough
from game.play.saves.rows import count_of, row
from game.play.scales import in_status, scales
from game.play.session import Session
from game.story.model import Chapter
from game.story.sanitize import visible
from game.terminal.plain import match
from game.terminal.plain.lines import NO_WAY_ON, Lines

WAYS_ON = {  # after an ending, in this order
    "undo": tr_later("Undo the last choice."),
    "chapters": tr_later("Chapters: begin a new run from one of them."),
    "history": tr_later("Hear this run again. `export FILE` writes it into a file."),
    "endings": tr_later("Endings found."),
    "new": tr_later("Begin a new run at the beginning."),
}


class Teller:
    """Says what a session has to tell. Of a page with something new it tells once, until it is opened.

    What the words of the status line mean is told once, and by `status`.
    """

    def __init__(self, session: Session, words: Lines) -> None:
        self.session = session
        self._words = words
        self._announced: set[str] = set()  # pages that were said to have something new, and not opened since
        self._taught: set[str] = set()  # variables whose scale was told

    @property
    def _play(self) -> Playthrough:
        return self.session.play

    def turn(self, passage: Passage, enters: bool) -> None:
        """Tell the words that answer a choice, the chapter that they lead into, and what can be done now."""
        parts = passage.parts
        said = next((at for at, part in enumerate(parts) if part.kind != "say"), len(parts))
        if enters:
            self._words.parts(parts[:said])
            self._chapter_line()
            rest = parts[said:]
            is_named = sum(part.kind == "place" for part in rest) == 1  # by the line of the chapter
            self._words.parts(part for part in rest if not (is_named and part.kind == "place"))
        else:
            self._words.parts(parts)
        self._changes()
        self._after()

    def beginning(self) -> None:
        """Tell where the player is, the scene from where it was entered, and what can be done."""
        self._announced.clear()
        self.notices()
        self._chapter_line()
        self.scene()

    def scene(self) -> None:
        """Tell the scene from where it was entered, and what can be done."""
        for passage in self._play.recap():
            self._words.parts(passage.parts)
        self._after()

    def offers(self) -> None:
        """Say what can be done."""
        if self._play.ending is not None:
            self._ending()
        elif not self._words.offers(self._play.offers):
            self.say(tr(NO_WAY_ON))

    def notices(self) -> None:
        """Say what the session has to say besides."""
        for notice in self.session.notices:
            self.say(notice)
        self.session.notices.clear()

    def say(self, text: str) -> None:
        """Say something in one line."""
        self._words.line(visible(" ".join(text.split())))

    # --- what is asked for -----------------------------------------------------------

    def again(self, _: str) -> None:
        """Tell the last passage again."""
        self._words.parts(self._play.passage.parts)
        self.offers()

    def news(self, _: str) -> None:
        """Say what the last turn changed, and which pages have something new."""
        pages = self.session.pages_with_news
        self._announced.clear()
        self._changes()
        for page in self._unannounced(pages):
            self.say(tr("New: {page}. Type `{name}` to hear it.", page=page.title, name=page.id))
        if not self._announced:
            self.say(tr("There is nothing new on the pages."))

    def status(self, _: str) -> None:
        """Say how things stand, and what is carried."""
        here = [text for text in (self._play.chapter.title, self._play.place, self._play.status) if text]
        self._words.line(" · ".join(here))
        for told in scales(self._play).values():
            self._words.line(told)
        for item in self._play.carried:
            about = f": {item.about}" if item.about else ""
            self._words.line(tr("You carry {item}{about}", item=item.title, about=about))

    def page(self, page: OpenPage) -> None:
        """Tell a page of the story."""
        self._announced.discard(page.id)
        self.session.open_page(page.id)
        self._words.line(f"{page.title}\n")
        self._words.parts(page.parts)

    def history(self, last: str) -> None:
        """Tell the last passages again, or all of them."""
        number = match.folded(last)
        if number and number != "all" and not (number.isascii() and number.isdecimal()):
            self.say(tr("`history 3` tells the last three passages, `history` all of them."))
            return
        passages = self._play.transcript()
        first = max(len(passages) - int(number[:9]), 0) if number.isdecimal() else 0
        if self._play.earlier and not first:
            self._words.line(f"{self._play.earlier}\n")
        for passage in passages[first:]:
            if passage.choice is not None:
                self._words.paragraph(f"> {passage.choice}")
            self._words.parts(passage.parts)

    def find(self, word: str) -> None:
        """Tell where a word stands in what was told."""
        wanted = match.folded(word)
        if not wanted:
            self.say(tr("`find WORD` finds a word in what was told."))
            return
        found = 0
        for choices, passage in enumerate(self._play.transcript()):
            texts = [f"> {passage.choice}"] if passage.choice is not None else []
            texts += [str(part.paragraph) for part in passage.parts]
            for text in texts:
                if wanted in match.folded(text):
                    found += 1
                    self._words.paragraph(
                        tr("After {choices}: {words}", choices=count_of(choices, "choice"), words=text)
                    )
        if not found:
            self.say(tr("`{words}` was not told so far.", words=word))

    def about(self, _: str) -> None:
        """Say what the story is, and what is in it."""
        story = self.session.story
        self._words.paragraph(story.title)
        if story.byline:
            self._words.paragraph(story.byline)
        for paragraph in self.session.about:
            self._words.paragraph(str(paragraph))
        if story.content_notes:
            self._words.paragraph(tr("Content notes: {notes}.", notes=", ".join(story.content_notes)))

    def chapters(self, _: str) -> None:
        """List the chapters that can be begun again."""
        starts = self.session.chapters()
        for start in starts:
            self._words.line(_chapter_row(start))
        self.say(tr("`chapter`, with its number or its title, begins a new run there."))

    def endings(self, _: str) -> None:
        """List the endings found."""
        profile = self.session.profile
        found = [id_ for id_ in profile.all_endings if id_ in profile.found]
        self.say(
            tr(
                "{found} of {endings} found.",
                found=len(found),
                endings=count_of(len(profile.all_endings), "ending"),
            )
        )
        for ending in found:
            run = profile.found[ending].run
            self._words.line(profile.title_of(ending) + (tr(", in run {number}", number=run) if run else ""))

    def runs(self, _: str) -> None:
        """List the runs."""
        runs = self.session.list_runs()
        if not runs:
            self.say(tr("There are no runs yet."))
        here = self.session.run.slot
        self._words.saves(row(run, run.slot == here) for run in runs)

    def saves(self, _: str) -> None:
        """List the saves that have a name."""
        saves = self.session.list_saves()
        if not saves:
            self.say(tr("There are no saved games."))
        self._words.saves(map(row, saves))

    # --- how --------------------------------------------------------------------------

    def _after(self) -> None:
        self.session.note_read()
        if self._play.ending is not None:
            self._ending()
        else:
            self.offers()

    def _ending(self) -> None:
        """Say what was found, and the five ways on."""
        profile = self.session.profile
        total = len(profile.all_endings)
        said = (
            tr("The end, one of {number}. You have found {found}.", number=total, found=len(profile.found))
            if total > 1
            else tr("The end.")
        )
        number = self.session.kept_run
        kept = tr(" Run {number} is kept.", number=number) if number else ""
        self._words.paragraph(said + kept)
        self._words.numbered(map(tr, WAYS_ON.values()))

    def _chapter_line(self) -> None:
        """Say which chapter this is, and how things stand in it; a story of one chapter has no need of it."""
        if len(self.session.story.chapters) > 1:
            self._words.paragraph(f"{_spoken(self._play.chapter)}.")
            here = [text for text in (self._play.status, self._play.place) if text]
            if here:
                self._words.paragraph(f"{'. '.join(here)}.")

    def _changes(self) -> None:
        """Say in a line each what a turn has changed; of a page once, until it is opened."""
        changes, unread = self.session.changes, {page.id for page in self.session.pages_with_news}
        noted = self._unannounced(page for page in changes.pages if page.id in unread)
        said = [
            tr("Noted: {page}. Type `{name}` to hear it.", page=page.title, name=page.id) for page in noted
        ]
        said += [tr("You carry: {item}.", item=item.title) for item in changes.gained]
        said += [tr("You no longer carry: {item}.", item=item.title) for item in changes.lost]
        said += [
            tr(
                "{name}: {word}, was {before}.",
                name=self.session.story.variables[name].called,
                word=now,
                before=was,
            )
            for name, now, was in changes.words
        ]
        said += [] if noted else self._untaught()
        for text in said:
            self._words.line(text)
        if said:
            self._words.line()

    def _untaught(self) -> list[str]:
        """Tell the scales whose words stand in the status line and were not explained yet."""
        new = {
            name: told
            for name, told in scales(self._play).items()
            if name not in self._taught and in_status(self._play, name)
        }
        self._taught.update(new)
        return list(new.values())

    def _unannounced(self, pages: Iterable[OpenPage]) -> list[OpenPage]:
        new = [page for page in pages if page.id not in self._announced]
        self._announced.update(page.id for page in new)
        return new


def _spoken(chapter: Chapter) -> str:
    number = chapter_number(chapter)
    return tr("Chapter {number}. {title}", number=number, title=chapter.title) if number else chapter.title


def _chapter_row(start: ChapterStart) -> str:
    run = "" if start.own or not start.run else tr("in run {number}", number=start.run)
    here = tr("you are here") if start.here else ""
    said = (chapter_name(start.chapter), start.status, count_of(start.choices, "choice"), run, here)
    return ", ".join(filter(None, said))
