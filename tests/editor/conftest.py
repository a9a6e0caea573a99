"""One server for all tests of the editor's room, and stories that are worked on with it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

from tests.editor.author import Author
from tests.support.stories import PAGES, STORY

HEAD = """\
format: 1
id: two-rooms
title: Two Rooms
start: hall
chapters: {one: One}
variables:
  trust: {range: [0, 5], start: 1, about: what he thinks of you}
  mood: {values: [calm, angry], start: calm}
  told: {start: false}
items:
  ring: {name: Ring on a cord, about: Worn thin on one side.}
status: "{trust}"
"""
SCENES = STORY.replace(
    "    - text: Sit down.\n",
    "    - text: Sit down.\n      if: trust >= 2 and mood == calm\n      do: [trust += 1, mood = angry, told = true]\n",
).replace("say: You sit.", "say: 'You sit{told: , and he knows|}{mood == angry: !|.}'")
CLAIMS = "- {name: Nobody sleeps with the ring, never: at(sleep) and has(ring) and trust > 5}\n"
WALKTHROUGHS = (
    "- name: Asleep\n  choose: [lie]\n  expect: {ending: sleep, trust: 1, mood: calm, ring: false}\n"
)


@pytest.fixture(autouse=True, scope="session")
def reports_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what a server writes down of its own faults out of the user's folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESCAPE_SAVE_DIR", str(tmp_path_factory.mktemp("saves")))
        yield


def make_client() -> LanguageClient:
    """Make a client that says yes when the server asks to be told of files."""
    client = make_test_lsp_client()
    client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    return client


@pytest_lsp.fixture(
    scope="session",
    config=ClientServerConfig([sys.executable, "-m", "game", "lsp"], client_factory=make_client),
)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=client_capabilities("visual-studio-code"))
    )
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def story_folder(tmp_path: Path) -> Path:
    files = {
        "story.yaml": HEAD,
        "one/hall.yaml": SCENES,
        "pages.yaml": PAGES,
        "claims.yaml": CLAIMS,
        "walkthroughs/asleep.yaml": WALKTHROUGHS,
    }
    for name, text in files.items():
        path = tmp_path / "story" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "story"


@pytest.fixture
def author(client: LanguageClient, story_folder: Path) -> Author:
    """Return an author with the story of two rooms."""
    return Author(client, story_folder)


@pytest.fixture
def author_of(client: LanguageClient, tmp_path: Path) -> Callable[[dict[str, str]], Author]:
    """Return an author of a story of their own: its files by name."""

    def make(files: dict[str, str]) -> Author:
        for name, text in files.items():
            path = tmp_path / "own" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        return Author(client, tmp_path / "own")

    return make
