"""Answers in an editor: on the shipped story, while somebody types and the rules of lint are asked."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import yaml
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from game.editor.analysis import read
from game.editor.judgement import judge
from game.editor.names import new_name
from game.editor.project import REST
from game.editor.units import UTF_16
from game.play.saves.paths import shipped_story
from game.story.reader.known_files import KnownFiles
from tests.bench.measure import Goal, Row, Rows, interleaved, span
from tests.editor.author import Author

FILE, HEAD = "3-the-boy/alarm.yaml", "story.yaml"
WIDEST = "suspicion"  # the variable that stands in the most places
KEYS = 24  # that are typed, each followed by every question, twice
PERCENTILE = 95
GOAL = Goal("≤", 100, " ms")

Ask = Callable[[], Awaitable[Any]]
Took = dict[str, list[float]]


def questions(author: Author) -> dict[str, Ask]:
    """Return questions of each kind."""
    client = author.client
    document = lsp.TextDocumentIdentifier(author.uri(FILE))
    everything = lsp.Range(lsp.Position(0, 0), lsp.Position(10_000, 0))
    context = lsp.ReferenceContext(include_declaration=True)
    return {
        "completion: a key": lambda: author.ask("completion", FILE, "      i|d: three"),
        "completion: a scene": lambda: author.ask("completion", FILE, "to: |c3_a_rack"),
        "completion: in a condition": lambda: author.ask("completion", FILE, "if: |visited(c2_burn_forty)"),
        "completion: a choice": lambda: author.ask("completion", FILE, "visited(|c2_burn_forty"),
        "definition": lambda: author.ask("definition", FILE, "visited(c2_b|urn_forty"),
        "references": lambda: author.ask("references", FILE, "log_h|our = late", context=context),
        "references: the most": lambda: author.ask("references", HEAD, f"  {WIDEST}|:", context=context),
        "a new name": lambda: author.ask("rename", FILE, "log_h|our = late", new_name="hour_in_log"),
        "a new name: the widest": lambda: author.ask("rename", HEAD, f"  {WIDEST}|:", new_name="wary"),
        "code actions": lambda: author.actions(FILE, everything),
        "hover": lambda: author.ask("hover", FILE, "to: c3_a|_rack"),
        "symbols: of the file": lambda: client.text_document_document_symbol_async(
            lsp.DocumentSymbolParams(document)
        ),
        "symbols: of the story": lambda: client.workspace_symbol_async(lsp.WorkspaceSymbolParams("rack")),
        "folds and lenses: folds": lambda: client.text_document_folding_range_async(
            lsp.FoldingRangeParams(document)
        ),
        "folds and lenses: lenses": lambda: client.text_document_code_lens_async(
            lsp.CodeLensParams(document)
        ),
    }


async def timed(work: Awaitable[Any]) -> float:
    """Measure how long something takes, in seconds."""
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun


async def told(author: Author, file: str, *codes: str) -> None:
    """Wait until just these problems are shown beside a file."""
    while sorted(str(one.code) for one in author.client.diagnostics.get(author.uri(file), ())) != [*codes]:
        await author.client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)


async def measure(client: LanguageClient, folder: Path) -> Took:
    """Measure how long each kind of answer took."""
    await client.start_io(sys.executable, "-m", "game", "lsp")
    await client.initialize_session(lsp.InitializeParams(capabilities=client_capabilities("neovim")))
    author = Author(client, folder)
    author.open(HEAD)
    author.open(FILE)
    await author.words(FILE, "to: c3_a_ra|ck")
    took: Took = defaultdict(list)
    for _ in range(KEYS // 2):
        for old, new, codes in (("c3_a_rack", "c3_a_rak", ["R201"]), ("c3_a_rak", "c3_a_rack", [])):
            author.type(FILE, f"to: {old}", f"to: {new}")
            took["a problem shown, or gone"].append(await timed(told(author, FILE, *codes)))
        text = author.texts[HEAD]
        for broken, codes in ((f"{text}more: [\n", ["Y113"]), (text, [])):
            author.put(HEAD, broken)
            took["story.yaml broken, or mended"].append(await timed(told(author, HEAD, *codes)))
        for rest in (0, REST):  # while it is read, and while the rules of lint are asked
            author.put(FILE, f"{author.texts[FILE]}# more\n")
            await asyncio.sleep(rest)
            for name, ask in questions(author).items():
                took[name.partition(":")[0]].append(await timed(ask()))
    unused = "  of_no_use: {start: false}\nitems:\n"
    author.type(HEAD, "\nitems:\n", f"\n{unused}")
    took["rules"] = [await timed(told(author, HEAD, "R208"))]
    await client.shutdown_session()
    return took


def processor_time(work: Callable[[], object]) -> float:
    """Return the processor's time that this thread uses for one call, in seconds."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def costs(folder: Path) -> dict[str, float]:
    """Return the processor's time for a key and for new names, and for a plain parse of the file."""
    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    known, keys = KnownFiles(), iter(range(1000))
    before = judge(read(folder, {}, known=known)).analysis
    uses = {name: before.named("variable", name)[0] for name in ("log_hour", WIDEST)}
    medians, _ = interleaved(
        {
            "parse": lambda: processor_time(lambda: yaml.load(text, yaml.CSafeLoader)),
            "key": lambda: processor_time(
                lambda: read(folder, {path: f"{text}# {next(keys)}\n"}, before, known)
            ),
            **{
                name: lambda use=use: processor_time(lambda: new_name(before, use, "other", UTF_16))  # type: ignore[misc]
                for name, use in uses.items()
            },
        }
    )
    return medians


def rows() -> Rows:
    """Time each kind of answer, and what the processor has to do for it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(shipped_story(), Path(name) / "story"))
        took = asyncio.run(measure(make_test_lsp_client(), folder))
        cost = costs(folder)
    (rules,) = took.pop("rules")
    for kind, times in took.items():
        middle, slow = statistics.median(times), statistics.quantiles(times, n=100)[PERCENTILE - 1]
        what = f"in the editor, {kind}: the middle one, {PERCENTILE} of 100 within"
        yield Row(what, f"{span(middle)}, {span(slow)}", "the goal", "100 ms", slow * 1000, GOAL, " ms")
    what = f"in the editor, what the rules of lint find, after {REST:g} s of rest"
    yield Row(what, span(rules - REST), "", "", rules - REST, None, " s")
    peer = f"CSafeLoader of the one file, PyYAML {yaml.__version__}"
    for what, cost_of in (
        ("a key read and its problems found, in processor time", "key"),
        ("a new name for a variable in 8 files, the same", "log_hour"),
        ("for the one in the most files, the same", WIDEST),
    ):
        yield Row(what, span(cost[cost_of]), peer, span(cost["parse"]), cost[cost_of] / cost["parse"])
