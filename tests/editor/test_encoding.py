"""An editor that counts in UTF-8, as Helix and newer Neovim offer to, is answered in UTF-8."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tests.editor.conftest import make_client

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
SERVER = ClientServerConfig([sys.executable, "-m", "game", "lsp"], client_factory=make_client)


@pytest_lsp.fixture(scope="module", config=SERVER)
async def utf_8(lsp_client: LanguageClient) -> AsyncIterator[None]:
    capabilities = client_capabilities("neovim@v0.11")
    assert capabilities.general
    capabilities.general.position_encodings = ["utf-8", "utf-16"]
    found = await lsp_client.initialize_session(lsp.InitializeParams(capabilities=capabilities))
    assert found.capabilities.position_encoding == "utf-8"
    yield
    await lsp_client.shutdown_session()


async def test_columns_are_counted_in_utf_8(utf_8: LanguageClient, story_folder: Path) -> None:
    path = story_folder / "one" / "hall.yaml"
    text = path.read_text(encoding="utf-8").replace("You hear water.", "😀 림 {trust >= 2: x|}")
    document = lsp.TextDocumentItem(path.as_uri(), "yaml", 1, text)
    utf_8.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
    number, line = next((at, one) for at, one in enumerate(text.split("\n")) if "😀" in one)
    start = len(line[: line.index("trust")].encode())
    found = await utf_8.text_document_hover_async(
        lsp.HoverParams(lsp.TextDocumentIdentifier(document.uri), lsp.Position(number, start + 2))
    )
    assert found
    assert found.range
    assert (found.range.start.character, found.range.end.character) == (start, start + len("trust"))
