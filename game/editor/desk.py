"""One story on an author's desk: the files of it that are open, and what was found out about it.

The story is read whenever its author rests, in a thread of its own; answers are given meanwhile of what
was known before. All else happens on the event loop, so nothing here is locked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path

from lsprotocol import types as lsp

from game.editor.analysis import Analysis, Texts, judge, read
from game.editor.diagnostics import diagnostics
from game.editor.names import new_name
from game.editor.units import UTF_16, Units
from game.editor.view import Document, View
from game.story.diagnostics.problem import Problem
from game.story.reader.uses import Use
from game.story.yaml.known_nodes import KnownNodes

REST = 0.25  # seconds without a key before a story is read

Tell = Callable[[str, Sequence[lsp.Diagnostic]], None]  # shows what is wrong with a file, all of it


class Desk:
    """A story that is worked on. `tell` shows problems, `broke` takes what should not have happened."""

    def __init__(
        self, folder: Path, worker: Executor, tell: Tell, broke: Callable[[Exception], None]
    ) -> None:
        self.folder = folder
        self.documents: dict[Path, Document] = {}
        self.units: Units = UTF_16
        self._worker = worker
        self._tell = tell
        self._broke = broke
        self._nodes = KnownNodes()
        self._analysis: Analysis | None = None
        self._told: tuple[Analysis, Sequence[Problem]] | None = None
        self._shown: set[str] = set()  # the addresses of files of which problems are shown
        self._was_read = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_stale = False

    # --- what happens in the editor -------------------------------------------------

    def put(self, document: Document) -> None:
        """Take the text of a file that was opened or typed into."""
        self.documents[document.path] = document
        self.units = document.units
        self.look_again(REST if self._analysis else 0)

    def close(self, path: Path) -> None:
        """Take the file on disk again instead of a text."""
        self.documents.pop(path, None)
        self.look_again()

    def look_again(self, rest: float = REST) -> None:
        """Read the story once nothing has happened for so many seconds."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(rest, self._start)

    # --- what is asked --------------------------------------------------------------

    async def view(self) -> View | None:
        """Give what is known of the story, once it was read for the first time."""
        await self._was_read.wait()
        return View(self._analysis, self.documents, self.units) if self._analysis else None

    def problems(self) -> tuple[View, Sequence[Problem]] | None:
        """Give the problems that are shown, and where they are now."""
        if self._told is None:
            return None
        analysis, problems = self._told
        return View(analysis, self.documents, self.units, is_of_problems=True), problems

    async def rename(self, use: Use, new: str) -> dict[Path, list[lsp.TextEdit]]:
        """Give the edits that make a name another one. Raises GameError where that can't be."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._worker, new_name, self.folder, self._texts(), use, new, self.units, self._nodes.read
        )

    # --- reading --------------------------------------------------------------------

    def _start(self) -> None:
        self._is_stale = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._read_until_fresh())

    async def _read_until_fresh(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                await self._read()
        except Exception as error:
            self._broke(error)
        finally:
            self._was_read.set()

    async def _read(self) -> None:
        """Read the story and tell its errors; then ask the rules, which takes longer."""
        loop = asyncio.get_running_loop()
        analysis = await loop.run_in_executor(
            self._worker, read, self.folder, self._texts(), self._analysis, self._nodes.read
        )
        self._analysis = analysis
        self._was_read.set()
        if analysis.index.story is not None and self._shows_errors():
            self._show(analysis, judge(analysis, by_rules=False))
        if not self._is_stale:
            self._show(analysis, await loop.run_in_executor(self._worker, judge, analysis))

    def _texts(self) -> Texts:
        return {path: document.file.text for path, document in self.documents.items()}

    def _shows_errors(self) -> bool:
        return self._told is not None and any(one.severity == "error" for one in self._told[1])

    def _show(self, analysis: Analysis, problems: Sequence[Problem]) -> None:
        self._told = analysis, problems
        view = View(analysis, self.documents, self.units, is_of_problems=True)
        found = diagnostics(view, problems)
        for uri in self._shown - found.keys():
            self._tell(uri, [])
        for uri, several in found.items():
            self._tell(uri, several)
        self._shown = set(found)
