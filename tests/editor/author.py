"""An author at an editor, for tests: opens files of a story, types into them, and asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

PATIENCE = 6  # seconds


class Author:
    """Works on one story with a client that is connected to the server.

    A place is named by words of the text with a `|` in them: where the `|` is, the cursor is.
    """

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.version = 1

    def uri(self, file: str) -> str:
        return (self.folder / file).as_uri()

    def open(self, file: str, text: str | None = None) -> None:
        """Open a file as it is on disk, or with another text."""
        whole = (self.folder / file).read_bytes().decode("utf-8") if text is None else text
        self.texts[file] = whole.replace("\r\n", "\n")
        document = lsp.TextDocumentItem(self.uri(file), "yaml", self.version, whole)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))

    def type(self, file: str, old: str, new: str) -> None:
        """Type something in the place of the first words that are just so."""
        assert old in self.texts[file]
        self.put(file, self.texts[file].replace(old, new, 1))

    def put(self, file: str, text: str) -> None:
        """Make another text of a whole file."""
        self.texts[file] = text
        self.version += 1
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(uri=self.uri(file), version=self.version),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def close(self, file: str) -> None:
        del self.texts[file]
        self.client.text_document_did_close(
            lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(self.uri(file)))
        )

    def place(self, file: str, words: str) -> lsp.Position:
        """Return the place of the cursor in some words, counted in UTF-16."""
        before, _, behind = words.partition("|")
        offset = self.texts[file].index(before + behind) + len(before)
        lines = self.texts[file][:offset].split("\n")
        return lsp.Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)

    def written(self, file: str, range_: lsp.Range) -> str:
        """Return what stands in a range of an open file, or of one on disk."""
        text = self.texts.get(file) or (self.folder / file).read_text(encoding="utf-8")
        lines = text.split("\n")
        assert range_.start.line == range_.end.line
        units = lines[range_.start.line].encode("utf-16-le")
        return units[2 * range_.start.character : 2 * range_.end.character].decode("utf-16-le")

    async def ask(self, method: str, file: str, words: str, **more: Any) -> Any:
        """Ask something of a place, by the name of the client's method."""
        kinds: dict[str, Any] = {
            "completion": lsp.CompletionParams,
            "hover": lsp.HoverParams,
            "definition": lsp.DefinitionParams,
            "references": lsp.ReferenceParams,
            "prepare_rename": lsp.PrepareRenameParams,
            "rename": lsp.RenameParams,
        }
        params = kinds[method](
            text_document=lsp.TextDocumentIdentifier(self.uri(file)), position=self.place(file, words), **more
        )
        return await getattr(self.client, f"text_document_{method}_async")(params)

    async def words(self, file: str, words: str) -> list[str]:
        """Return the words that are offered at a place."""
        found = await self.ask("completion", file, words)
        return [item.label for item in found.items]

    async def words_typed(self, file: str, old: str, new: str, place: str = "") -> list[str]:
        """Return the words that are offered where something was just typed, at the place in it."""
        self.type(file, old, new if place else new.replace("|", ""))
        return await self.words(file, place or new)

    async def told(
        self, file: str, fits: Callable[[Sequence[lsp.Diagnostic]], bool]
    ) -> Sequence[lsp.Diagnostic]:
        """Wait until what is shown beside a file fits, and give it."""
        async with asyncio.timeout(PATIENCE):
            while not fits(self.client.diagnostics.get(self.uri(file), ())):
                await asyncio.sleep(0.01)
        return self.client.diagnostics.get(self.uri(file), ())

    async def codes(self, file: str, *codes: str) -> Sequence[lsp.Diagnostic]:
        """Wait until just these codes are shown beside a file."""
        return await self.told(file, lambda found: sorted(str(one.code) for one in found) == sorted(codes))

    async def actions(self, file: str, range_: lsp.Range) -> list[lsp.CodeAction]:
        """Return the remedies for a stretch of a file."""
        params = lsp.CodeActionParams(
            lsp.TextDocumentIdentifier(self.uri(file)), range_, lsp.CodeActionContext([])
        )
        found = await self.client.text_document_code_action_async(params)
        return [action for action in found or () if isinstance(action, lsp.CodeAction)]

    def apply(self, edit: lsp.WorkspaceEdit) -> dict[str, str]:
        """Apply an edit: return the texts of the files that it changes."""
        found = {}
        for uri, edits in (edit.changes or {}).items():
            path = next(one for one in self.folder.rglob("*.yaml") if one.as_uri() == uri)
            file = path.relative_to(self.folder).as_posix()
            text = self.texts.get(file) or path.read_text(encoding="utf-8")
            found[file] = edited(text, edits)
        return found


def edited(text: str, edits: Sequence[Any]) -> str:
    """Make edits in a text, the last one first."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(place: lsp.Position) -> int:
        units = lines[place.line].encode("utf-16-le")[: 2 * place.character]
        return starts[place.line] + len(units.decode("utf-16-le"))

    for edit in sorted(
        edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True
    ):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text
