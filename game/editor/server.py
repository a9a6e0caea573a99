"""The server itself: what an editor asks is handed to the module that knows, for the story it is about.

A question that can't be answered is answered with nothing, and what breaks is reported; neither ends the
server.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from game import __version__
from game.editor import lenses, names, outline
from game.editor.completion import complete
from game.editor.diagnostics import code_actions
from game.editor.hover import hover
from game.editor.project import Project, Workers
from game.editor.units import UNITS, UTF_16
from game.editor.view import Document, View, path_of
from game.story.diagnostics.problem import GameError
from game.story.format import STORY_FILE

_SWITCH = 0.0002  # seconds that one thread may keep another waiting for its turn

Report = Callable[[Exception], Path]  # writes down what broke, and says where
Ask = Callable[[View, Document, Any], Any]

_NAME_AT: Ask = lambda view, file, asked: names.name_at(view, file, asked.position)  # noqa: E731
_QUESTIONS: dict[str, Ask] = {
    lsp.TEXT_DOCUMENT_COMPLETION: lambda view, file, asked: complete(view, file, asked.position),
    lsp.TEXT_DOCUMENT_HOVER: lambda view, file, asked: hover(view, file, asked.position),
    lsp.TEXT_DOCUMENT_DEFINITION: lambda view, file, asked: names.definition(view, file, asked.position),
    lsp.TEXT_DOCUMENT_REFERENCES: lambda view, file, asked: names.references(
        view, file, asked.position, asked.context.include_declaration
    ),
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: lambda view, file, asked: names.prepare_rename(
        view, file, asked.position
    ),
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: lambda view, file, _: outline.document_symbols(view, file),
    lsp.TEXT_DOCUMENT_FOLDING_RANGE: lambda _, file, __: outline.folds(file),
    lsp.TEXT_DOCUMENT_CODE_LENS: lambda view, file, _: lenses.lenses(view, file),
}
_OPTIONS: dict[str, Any] = {
    lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(trigger_characters=["{", "(", ".", " "]),
    lsp.TEXT_DOCUMENT_RENAME: lsp.RenameOptions(prepare_provider=True),
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]),
}


def serve(report: Report) -> None:
    """Serve an editor on standard input and output, until it ends that."""
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    logging.getLogger("pygls").propagate = False
    sys.setswitchinterval(_SWITCH)
    output, sys.stdout = sys.stdout, sys.stderr  # whatever is printed is no message to the editor
    StoryServer(report).start_io(sys.stdin.buffer, output.buffer)


class StoryServer(LanguageServer):
    """A language server for stories, each with the files of it that are open."""

    def __init__(self, report: Report) -> None:
        full = lsp.TextDocumentSyncKind.Full  # lines are counted here as everywhere in the program
        super().__init__("escape", __version__, text_document_sync_kind=full)
        self._report = report
        self._projects: dict[Path, Project] = {}
        self._workers = Workers(ThreadPoolExecutor(2, "reader"), ThreadPoolExecutor(1, "judge"))
        self._register()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Say nothing in the author's way: what broke was written down already."""

    # --- the stories ----------------------------------------------------------------

    def project(self, path: Path | None) -> Project | None:
        """Return the story that a file belongs to; None if it belongs to none."""
        for folder in path.parents if path and path.suffix == ".yaml" else ():
            if folder in self._projects:
                return self._projects[folder]
            if (folder / STORY_FILE).is_file():
                self._projects[folder] = Project(folder, self._workers, self._show, self._broke)
                return self._projects[folder]
        return None

    def _show(self, uri: str, found: Any) -> None:
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found))

    def _broke(self, error: Exception) -> None:
        where = self._report(error)
        message = f"Something broke in the language server; what happened: {where}"
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, message))

    def _take(self, params: Any) -> None:
        """Take a text that was opened or typed into."""
        uri = params.text_document.uri
        path = path_of(uri)
        project = self.project(path)
        if project and path:
            text = self.workspace.get_text_document(uri).source
            units = UNITS.get(str(getattr(self._encoding, "value", self._encoding)), UTF_16)
            project.put(Document(uri, path, text, units))

    @property
    def _encoding(self) -> object:
        return self.server_capabilities.position_encoding

    def _close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        project = self.project(path)
        if project and path:
            project.close(path)

    def _changed_on_disk(self, params: lsp.DidChangeWatchedFilesParams) -> None:
        for project in {self.project(path_of(change.uri)) for change in params.changes}:
            if project:
                project.look_again()

    def _saved(self, params: lsp.DidSaveTextDocumentParams) -> None:
        project = self.project(path_of(params.text_document.uri))
        if project:
            project.look_again()

    def _watch(self, _: Any) -> None:
        """Ask to be told when files change outside of the editor."""
        workspace = self.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if watched and watched.dynamic_registration:
            options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher("**/*.yaml")])
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = lsp.Registration("stories", method, options)
            self.client_register_capability(lsp.RegistrationParams([registration]))

    # --- questions ------------------------------------------------------------------

    async def _ask(self, ask: Ask, params: Any) -> Any:
        """Ask of the file that a question is about; None if it is of no story, or not open."""
        path = path_of(params.text_document.uri)
        project = self.project(path)
        document = project.documents.get(path) if project and path else None
        view = await project.view() if project and document else None
        return (
            ask(view, project.documents[path], params)
            if project and view and path in project.documents
            else None
        )

    async def _code_actions(self, params: lsp.CodeActionParams) -> Any:
        path = path_of(params.text_document.uri)
        project = self.project(path)
        if project is None or path not in project.documents:
            return None
        return code_actions(project.shown(), project.documents[path], params.range)

    async def _rename(self, params: lsp.RenameParams) -> Any:
        project = self.project(path_of(params.text_document.uri))
        if project:
            await project.read_again()
        use = await self._ask(_NAME_AT, params)
        if use is None or project is None:
            raise GameError("there is no name here that could be changed")
        return names.as_workspace_edit(await project.rename(use, params.new_name), project.documents)

    async def _symbols(self, params: lsp.WorkspaceSymbolParams) -> Any:
        views = [await project.view() for project in list(self._projects.values())]
        return [one for view in views if view for one in outline.workspace_symbols(view, params.query)]

    # --- what is handed to whom -----------------------------------------------------

    def _register(self) -> None:
        notices: dict[str, Callable[[Any], None]] = {
            lsp.INITIALIZED: self._watch,
            lsp.TEXT_DOCUMENT_DID_OPEN: self._take,
            lsp.TEXT_DOCUMENT_DID_CHANGE: self._take,
            lsp.TEXT_DOCUMENT_DID_CLOSE: self._close,
            lsp.TEXT_DOCUMENT_DID_SAVE: self._saved,
            lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: self._changed_on_disk,
        }
        for method, take in notices.items():
            self._on(method, take)
        for method, ask in _QUESTIONS.items():
            self._answer(method, partial(self._ask, ask))
        self._answer(lsp.TEXT_DOCUMENT_CODE_ACTION, self._code_actions)
        self._answer(lsp.TEXT_DOCUMENT_RENAME, self._rename)
        self._answer(lsp.WORKSPACE_SYMBOL, self._symbols)

        @self.command(lenses.COMMAND)
        def show(line: str) -> None:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, line))

    def _answer(self, method: str, answer: Callable[[Any], Awaitable[Any]]) -> None:
        async def guarded(params: Any) -> Any:
            try:
                return await answer(params)
            except GameError as error:
                raise JsonRpcException(str(error), lsp.LSPErrorCodes.RequestFailed.value) from None
            except Exception as error:
                self._broke(error)
                return None

        self.feature(method, _OPTIONS.get(method))(guarded)

    def _on(self, method: str, take: Callable[[Any], None]) -> None:
        def guarded(params: Any) -> None:
            try:
                take(params)
            except Exception as error:
                self._broke(error)

        self.feature(method)(guarded)
