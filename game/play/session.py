"""One sitting: the run being played, what was told of it, and what is kept of it on disk.

Both front ends are built on this, and so can another be: it knows no terminal. What it is asked for
is done at once and is on disk when it returns; what the player should be told besides is gathered in
`notices`.

    session = open_session(story_folder, save_folder)
    session.continue_run()                  # or stay in the new run that it begins with
    session.choose(session.play.offers[0].key)
    session.close()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from secrets import randbelow

from game.locale.messages import tr
from game.play.changes import Changes, Standing, changes_between, standing_of
from game.play.chapters import ChapterStart, chapter_starts, play_after, start_of
from game.play.engine.passage import OpenPage, Passage
from game.play.engine.render import context_at
from game.play.engine.state import State
from game.play.page_news import PageNews
from game.play.playthrough import Playthrough
from game.play.profile import Profile, first_in_chapter
from game.play.saves.record import MOST_CHOICES, SaveError
from game.play.saves.rows import count_of
from game.play.saves.run import OpenElsewhereError, Run
from game.play.saves.saves import QUICK, Loaded, SaveInfo, Saves, TakenError
from game.play.saves.slots import NEWER
from game.story.diagnostics.problem import GameError
from game.story.model import Story
from game.story.text.styled import Paragraphs

_SEEDS = 2**31  # of new games


class Session:
    """A sitting at one story. It begins with a new run, which is on disk from its first choice on.

    `told` are the passages that can be scrolled back to, and `entered` says with which of them the
    present scene begins. New games have the `seed`, or one by chance (see `Playthrough`).
    """

    def __init__(self, story: Story, saves: Saves, profile: Profile, seed: int | None = None) -> None:
        self._seed = seed
        self.saves = saves
        self.profile = profile
        self.notices: list[str] = []
        self._can_save = True
        self._known: tuple[State, Standing] | None = None
        self._before: Standing | None = None
        self.run = saves.new_run()
        self._take_up(Loaded(self._fresh(story)), {})

    @property
    def story(self) -> Story:
        """The story, as it is now: its author may change it while it is played."""
        return self.play.story

    # --- beginning and going on -------------------------------------------------

    def new_game(self) -> None:
        """Begin a new run at the beginning."""
        self._begin(Loaded(self._fresh(self.story)), self.saves.new_run())

    def begin(self, loaded: Loaded, origin: str = "") -> None:
        """Begin a new run with a playthrough that stands somewhere already."""
        self._begin(loaded, self.saves.new_run(origin))

    def continue_run(self, slot: str | None = None) -> None:
        """Go on in the newest run, or in one of them. Raises SaveError; the run being played goes on then."""
        info: SaveInfo | None
        self._keep_what_stands()
        if slot is None:
            info, loaded = self.saves.newest_run()
        else:
            loaded = self.saves.load(slot)
            info = next((one for one in self.saves.runs() if one.slot == slot), None)
            if info is None:
                raise SaveError(tr("there is no run `{name}`", name=slot))
        self._go_on(info, loaded)

    def load(self, name: str = QUICK) -> None:
        """Go on from a save, in a new run, or in a run that is named like a save.

        By the name `quick` it is the newest quick save. Raises SaveError; the run being played goes on then.
        """
        info = self.saves.named(self.saves.newest_quick() if name == QUICK else name)
        if info.automatic:
            self.continue_run(info.slot)
            return
        loaded, pages = self.saves.load(info.slot), self.saves.pages_of(info.slot)
        stays = self._stands_at(loaded.play)
        self._begin(loaded, self.run if stays else self.saves.new_run(f"`{name}`"), pages)

    def begin_chapter(self, chapter: str) -> None:
        """Begin a new run at the start of a chapter, as this run came to it, or else as the last one did.

        Raises GameError if no run has come there, or the story has changed and the way is gone.
        """
        play = start_of(chapter, self.play, self.profile)
        if play is None:
            raise GameError(tr("the story has changed, and the way there is gone"))
        self._begin(
            Loaded(play), self.saves.new_run(self._origin(tr("at {chapter}", chapter=play.chapter.title)))
        )

    def go_back(self, choices: int) -> None:
        """Begin a new run where this one stood after so many choices."""
        self._begin(Loaded(play_after(self.play, choices)), self.saves.new_run(self._origin("")))

    def follow(self, loaded: Loaded) -> None:
        """Go on in the story as its author has changed it; what was lost on the way stays in the old run."""
        lost = not loaded.whole or len(loaded.play.log) < len(self.play.log)
        run = self.saves.new_run(self._origin("")) if lost and self.run.slot else self.run
        self.saves.story = self.profile.story = loaded.play.story
        self._begin(loaded._replace(notice=""), run, self._page_news.opened)
        if run.slot:
            self._keep()

    def close(self) -> None:
        """End the sitting: what is nowhere on disk is put there, and other sittings can go on in the run."""
        try:
            self._keep_what_stands()
        finally:
            self.run.close()
            self.profile.write()

    # --- a turn -------------------------------------------------------------------

    def choose(self, key: str) -> bool:
        """Take a choice, and say whether it led into a chapter for the first time.

        Raises ChoiceError, StoryError, and GameError if the run holds no more; nothing has happened then.
        """
        if len(self.play.log) >= MOST_CHOICES:
            most = count_of(MOST_CHOICES, "choice")
            raise GameError(
                tr("a run holds {choices}, and this one has them: undo, or begin another", choices=most)
            )
        before = self._standing()
        self.profile.note(self.play, self.run.number)
        passage = self.play.choose(key)
        self._before = before
        self._keep()
        self.entered = len(self.told)
        self.told.append(passage)
        return first_in_chapter(self.play)

    def undo(self) -> str:
        """Undo the last choice and what it told; give its text, empty if there is none."""
        undone = self.play.passage.choice or ""
        if not self.play.undo():
            return ""
        self._before = None
        self._keep()
        recap = list(self.play.recap())
        self.told[-1 - len(recap) :] = recap
        self.entered = len(self.told) - len(recap)
        return undone

    def redo(self) -> str:
        """Take the choice again that was undone last; give its text, empty if there is none."""
        before = self._standing()
        if not self.play.redo():
            return ""
        self._before = before
        self._keep()
        self.entered = len(self.told)
        self.told.append(self.play.passage)
        return self.play.passage.choice or ""

    @property
    def changes(self) -> Changes:
        """What the last turn changed; nothing after a beginning, a load or an undo.

        At an ending only pages have news: nothing is carried any further.
        """
        if self._before is None:
            return Changes()
        changes = changes_between(self._before, self._standing())
        return changes if self.play.ending is None else Changes(changes.pages)

    # --- reading ------------------------------------------------------------------

    @property
    def was_read(self) -> bool:
        """Whether the present passage, with the same words, was read to its end in any run."""
        return self.profile.was_read(self.play.passage)

    def note_read(self) -> None:
        """Take note that the present passage has been read to its end."""
        self.profile.note_read(self.play.passage)

    @property
    def pages_with_news(self) -> tuple[OpenPage, ...]:
        """The pages with something on them that stood on none when they were opened last."""
        return tuple(page for page in self.play.pages if self._page_news.new_on(page, self.play))

    def open_page(self, page: str) -> tuple[OpenPage | None, frozenset[str]]:
        """Return a page as it reads now, and which of its paragraphs are new; None if it can't be opened."""
        found = next((one for one in self.play.pages if one.id == page), None)
        return found, frozenset() if found is None else self._page_news.open(found, self.play)

    def chapters(self) -> tuple[ChapterStart, ...]:
        """List the chapters that can be begun again: those this run came to, and those another one has."""
        return chapter_starts(self.play, self.run.number, self.profile)

    # --- runs and saves -------------------------------------------------------------

    def taken(self, name: str) -> SaveInfo | None:
        """Return the save that one of this name would replace, as far as that can be known."""
        slot = self.saves.slot_of(name)
        with suppress(SaveError):
            return next((info for info in self.saves.list() if info.slot == slot), None)
        return None

    def save(self, name: str, replace: bool = False) -> str:
        """Save under the name a player typed, and give the name that it is kept under.

        Raises TakenError if there is a save of that name and it may not be replaced, and SaveError,
        also if it never may: a newer game's.
        """
        info = self.taken(name)
        if info is not None and not replace and info.fault != NEWER:
            raise TakenError(info)
        slot = self.saves.slot_of(name)
        title = "" if name == slot else name
        self.saves.save(self.play, slot, title, run=self.run.number, pages=self._page_news.opened.items())
        return title or slot

    def quick_save(self) -> str:
        """Save quickly, in place of the oldest of three such saves; give its name. Raises SaveError."""
        return self.save(self.saves.quick_slot(), replace=True)

    def rename(self, slot: str, title: str) -> None:
        """Rename a run or a save. Raises SlotError or SaveError."""
        self.saves.rename(slot, title)
        if slot == self.run.slot:
            self.run.title = title

    def list_runs(self) -> Sequence[SaveInfo]:
        """List the runs, the newest first. Raises SaveError."""
        return self.saves.runs()

    def list_saves(self) -> Sequence[SaveInfo]:
        """List the saves with a name, the newest first. Raises SaveError."""
        return [info for info in self.saves.list() if not info.automatic]

    @property
    def about(self) -> Paragraphs:
        """What the story says about itself."""
        about = self.story.about
        return about.paragraphs(context_at(self.story, Playthrough(self.story).state)) if about else ()

    @property
    def unsaved(self) -> bool:
        """Whether choices are nowhere on disk: leaving would lose them."""
        return self._on_disk != self.play.log

    @property
    def kept_run(self) -> int:
        """The number of the run, if all its choices are on disk; else 0."""
        return 0 if self.unsaved else self.run.number

    # --- how --------------------------------------------------------------------------

    def _begin(self, loaded: Loaded, run: Run, pages: Mapping[str, int] | None = None) -> None:
        """Leave the run being played, and play on with a playthrough in one."""
        if run is not self.run:
            if self.unsaved:
                self._keep()
            self.run.close()
        self.run = run
        self._take_up(loaded, pages or {})
        self.profile.note(self.play, run.number)

    def _take_up(self, loaded: Loaded, pages: Mapping[str, int]) -> None:
        self.play: Playthrough = loaded.play
        self.told: list[Passage] = list(self.play.recap())
        self.entered = 0
        self._on_disk = self.play.log  # in the save or the run that this is from
        self._page_news = PageNews(pages)
        self._before = None
        if loaded.notice:
            self.notices.append(loaded.notice)

    def _go_on(self, info: SaveInfo, loaded: Loaded) -> None:
        pages = self.saves.pages_of(info.slot)
        name = tr("Run {number}", number=info.run) if info.run else tr("That run")
        if not loaded.whole:
            self._begin(loaded, self.saves.new_run(name), pages)
            return
        if info.slot == self.run.slot:
            self.run.close()
        try:
            run = self.saves.reopen(info)
        except OpenElsewhereError:
            run = self.saves.new_run(name)
            said = tr("{run} is open in another terminal: you go on with a copy of it.", run=name)
            loaded = loaded._replace(notice=f"{said} {loaded.notice}".rstrip())
        self._begin(loaded, run, pages)

    def _keep(self) -> None:
        """Save the run by itself; where that fails, say so once and play on."""
        try:
            said = self.saves.keep(self.run, self.play, self._page_news.opened.items())
        except GameError as error:
            said = tr("The game can't save by itself: {reason}", reason=error) if self._can_save else ""
            self._can_save = False
        else:
            said = said or ("" if self._can_save else tr("The game saves by itself again."))
            self._can_save, self._on_disk = True, self.play.log
        if said:
            self.notices.append(said)
        self.profile.note(self.play, self.run.number)
        self.profile.write()

    def _keep_what_stands(self) -> None:
        """Put a run on disk that is not: one just begun from elsewhere, or one that could not be saved."""
        played = bool(self.play.log) or self.play.start is not None
        if self.unsaved or (played and not self.run.slot and not self._is_on_disk()):
            self._keep()

    def _is_on_disk(self) -> bool:
        try:
            return self.saves.stands_at(self.play)
        except SaveError:
            return False

    def _stands_at(self, play: Playthrough) -> bool:
        here = self.play
        return (here.log, here.start, here.seed) == (play.log, play.start, play.seed)

    def _fresh(self, story: Story) -> Playthrough:
        """Begin a story, by the seed that was asked for, or by chance."""
        return Playthrough(story, seed=randbelow(_SEEDS) if self._seed is None else self._seed)

    def _origin(self, where: str) -> str:
        run = tr("run {number}", number=self.run.number)
        return f"{run} {where}".rstrip() if self.run.number else where

    def _standing(self) -> Standing:
        if self._known is None or self._known[0] is not self.play.state:
            self._known = self.play.state, standing_of(self.play)
        return self._known[1]
