"""Answers in an editor: on the shipped story, while the story is read again because somebody types."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import yaml
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from game.play.saves.paths import shipped_story
from tests.bench.measure import Goal, Row, Rows, interleaved, seconds, span
from tests.editor.author import Author

FILE = "3-the-boy/alarm.yaml"
ROUNDS = 12  # keys that are typed, each followed by every question
PERCENTILE = 95

Ask = Callable[[], Awaitable[Any]]


def questions(author: Author) -> dict[str, Ask]:
    """Give one question of each kind."""
    client = author.client
    document = lsp.TextDocumentIdentifier(author.uri(FILE))
    everything = lsp.Range(lsp.Position(0, 0), lsp.Position(10_000, 0))
    context = lsp.ReferenceContext(include_declaration=True)
    return {
        "completion of a key": lambda: author.ask("completion", FILE, "      i|d: three"),
        "completion of a scene": lambda: author.ask("completion", FILE, "to: |c3_a_rack"),
        "completion in a condition": lambda: author.ask("completion", FILE, "if: |visited(c2_burn_forty)"),
        "completion of a choice": lambda: author.ask("completion", FILE, "visited(|c2_burn_forty"),
        "hover": lambda: author.ask("hover", FILE, "to: c3_a|_rack"),
        "definition": lambda: author.ask("definition", FILE, "visited(c2_b|urn_forty"),
        "references": lambda: author.ask("references", FILE, "log_h|our = late", context=context),
        "prepared rename": lambda: author.ask("prepare_rename", FILE, "log_h|our = late"),
        "symbols of the file": lambda: client.text_document_document_symbol_async(
            lsp.DocumentSymbolParams(document)
        ),
        "symbols of the story": lambda: client.workspace_symbol_async(lsp.WorkspaceSymbolParams("rack")),
        "code actions": lambda: author.actions(FILE, everything),
        "folds": lambda: client.text_document_folding_range_async(lsp.FoldingRangeParams(document)),
        "lenses": lambda: client.text_document_code_lens_async(lsp.CodeLensParams(document)),
    }


async def timed(ask: Ask) -> float:
    """Give how long an answer takes."""
    begun = time.perf_counter()
    await ask()
    return time.perf_counter() - begun


async def measure(client: LanguageClient, folder: Path) -> tuple[list[float], float, float]:
    """Give how long the answers took, how long until problems were shown, and how long a new name took."""
    await client.start_io(sys.executable, "-m", "game", "lsp")
    await client.initialize_session(lsp.InitializeParams(capabilities=client_capabilities("neovim")))
    author = Author(client, folder)
    author.open(FILE)
    await author.words(FILE, "to: c3_a_ra|ck")
    answers, shown = [], []
    for number in range(ROUNDS):
        author.put(FILE, f"{author.texts[FILE]}# {number}\n")
        asked = questions(author)
        for _ in range(3):  # before it is read, while it is, and while the rules are asked
            answers += [await timed(ask) for ask in asked.values()]
            await asyncio.sleep(0.2)
    for old, new, codes in (
        ("to: c3_a_rack", "to: c3_a_rak", ["R201"]),
        ("to: c3_a_rak", "to: c3_a_rack", []),
    ):
        author.type(FILE, old, new)
        shown.append(await timed(lambda codes=codes: author.codes(FILE, *codes)))  # type: ignore[misc]
    renamed = await timed(lambda: author.ask("rename", FILE, "log_h|our = late", new_name="hour_in_log"))
    await client.shutdown_session()
    return answers, statistics.median(shown), renamed


def rows() -> Rows:
    """Time answers, problems and a new name."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(shipped_story(), Path(name) / "story"))
        text = (folder / FILE).read_text(encoding="utf-8")
        answers, shown, renamed = asyncio.run(measure(make_test_lsp_client(), folder))
    medians, _ = interleaved({"parse": lambda: seconds(lambda: yaml.safe_load(text))})
    parse = medians["parse"]
    slow = statistics.quantiles(answers, n=100)[PERCENTILE - 1]
    middle = statistics.median(answers)
    peer = f"yaml.safe_load of the one file, PyYAML {yaml.__version__}"
    yield Row(
        f"an answer in the editor while the story is read, {PERCENTILE} of 100 within",
        span(slow),
        peer,
        span(parse),
        slow * 1000,
        Goal("≤", 100, " ms"),
        " ms",
    )
    yield Row("the middle one", span(middle), peer, span(parse), middle / parse)
    yield Row("from a key to its problem shown, or gone", span(shown), "", "", shown, None, " s")
    yield Row("a new name, checked in the whole story", span(renamed), "", "", renamed, None, " s")
