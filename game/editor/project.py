"""One story that an author works on: the files of it that are open, and what was found out about it.

At each key what changed is read again, in a thread of its own, and what is wrong with it is shown. Once
the author rests, the whole story is put together and the rules of lint are asked; what they found the last
time is shown until then. Questions are answered meanwhile of what was known before. All else happens on the
event loop, so nothing here is locked.
"""

from __future__ import annotations

from asyncio import Event, get_running_loop
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp

from game.editor.analysis import Analysis, Texts, read
from game.editor.background import Background
from game.editor.diagnostics import Shown, diagnostics
from game.editor.judgement import Judgement, judge
from game.editor.names import new_name
from game.editor.units import UTF_16, Units
from game.editor.view import Document, View
from game.story.diagnostics.problem import Problem
from game.story.diagnostics.source_text import SourceFile
from game.story.reader.known_files import KnownFiles
from game.story.reader.uses import Use
from game.story.yaml.nodes import Node

REST = 0.25  # seconds without a key before the rules of lint are asked

Tell = Callable[[str, Sequence[lsp.Diagnostic]], None]  # shows what is wrong with a file, all of it


class Workers(NamedTuple):
    """Who reads stories, and who asks the rules of lint, for which no key is to wait."""

    reader: Executor
    judge: Executor


class OutdatedError(Exception):
    """The author has typed on, so that nobody wants to know any more."""


class Project:
    """A story that is worked on. `tell` shows problems, `broke` takes what should not have happened."""

    def __init__(
        self, folder: Path, workers: Workers, tell: Tell, broke: Callable[[Exception], None]
    ) -> None:
        self.folder = folder
        self.documents: dict[Path, Document] = {}
        self.units: Units = UTF_16
        self._workers = workers
        self._tell = tell
        self._known = KnownFiles()
        self._analysis: Analysis | None = None
        self._judgement: Judgement | None = None
        self._told: set[str] = set()  # the addresses of files of which problems are shown
        self._was_read = Event()
        self._reading = Background(self._read, broke)
        self._judging = Background(self._judge, broke)

    # --- what happens in the editor -------------------------------------------------

    def put(self, document: Document) -> None:
        """Take the text of a file that was opened or typed into."""
        self.documents[document.path] = document
        self.units = document.units
        self.look_again()

    def close(self, path: Path) -> None:
        """Take the file on disk again instead of a text."""
        self.documents.pop(path, None)
        self.look_again()

    def look_again(self) -> None:
        """Read what changed, and ask the rules once nothing more does."""
        self._reading.begin()
        self._judging.begin_after(REST)

    # --- what is asked --------------------------------------------------------------

    async def view(self) -> View | None:
        """Return what is known of the story, once it was read for the first time."""
        await self._was_read.wait()
        return View(self._analysis, self.documents, self.units) if self._analysis else None

    def shown(self) -> Shown:
        """Return the problems that are shown, with views in which they are where they are now."""
        analysis, judged = self._analysis, self._judgement
        if analysis is None:
            return []
        if judged is None:
            return [(self._view(analysis), analysis.problems)]
        if judged.analysis is analysis:
            return [(self._view(analysis), judged.problems)]
        by_rules = judged.by_rules if analysis.is_sound else ()
        return [(self._view(analysis), analysis.problems), (self._view(judged.analysis), by_rules)]

    async def read_again(self) -> None:
        """Read what changed, also on disk, before a question that must not be answered of what was known."""
        self._reading.begin()
        await self._reading.done()

    async def rename(self, use: Use, new: str) -> dict[Path, list[lsp.TextEdit]]:
        """Return the edits that make a name another one. Raises GameError where that can't be."""
        if use.kind == "choice" and not self._is_judged:  # walkthroughs name no scenes: they are played
            self._judging.begin()
            await self._judging.done()
        assert self._analysis is not None  # noqa: S101 - a name was found in it
        return await get_running_loop().run_in_executor(
            self._workers.reader, new_name, self._analysis, use, new, self.units
        )

    # --- reading --------------------------------------------------------------------

    async def _read(self) -> None:
        """Read what changed, and show what is wrong with it."""
        try:
            self._analysis = await get_running_loop().run_in_executor(
                self._workers.reader, read, self.folder, self._texts(), self._analysis, self._known
            )
        finally:
            self._was_read.set()
        self._show()

    async def _judge(self) -> None:
        """Ask the rules of lint, and show what they say."""
        await self._reading.done()
        analysis = self._analysis
        if analysis is None:
            return

        def nodes(file: SourceFile, problems: list[Problem]) -> Node | None:
            if self._reading.is_wanted or self._analysis is not analysis:
                raise OutdatedError
            return self._known.nodes.read(file, problems)

        try:
            judged = await get_running_loop().run_in_executor(self._workers.judge, judge, analysis, nodes)
        except OutdatedError:
            return
        if self._analysis is analysis:
            self._analysis = judged.analysis
        self._judgement = judged
        self._show()

    @property
    def _is_judged(self) -> bool:
        return self._judgement is not None and self._judgement.analysis is self._analysis

    def _texts(self) -> Texts:
        return {path: document.file.text for path, document in self.documents.items()}

    def _view(self, analysis: Analysis) -> View:
        return View(analysis, self.documents, self.units, is_of_problems=True)

    def _show(self) -> None:
        found = diagnostics(self.shown())
        for uri in self._told - found.keys():
            self._tell(uri, [])
        for uri, several in found.items():
            self._tell(uri, several)
        self._told = set(found)
