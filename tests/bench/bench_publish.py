"""Publishing: how large a page is, how soon it shows words, how fast it is made, how fast it plays."""

from __future__ import annotations

import gzip
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from game import Story, load_story
from game.publish.compile import as_json, compile_story
from game.publish.html_page import page
from tests.bench.bench_play import Ours, make_picks
from tests.bench.measure import Goal, NotRun, Row, Rows, interleaved, rate, seconds
from tests.bench.peers import INSTALL, Inkjs, PagePlayer, Picks, Player, UnfairError, node_version
from tests.bench.synthetic import make
from tests.support.places import SHIPPED

TURNS = 5_000


def rows() -> Rows:
    """Weigh the page of the shipped story, time it in a browser, and play a made-up one in node."""
    story = load_story(SHIPPED)
    yield from _sizes(story)
    medians, _ = interleaved({"publish": lambda: seconds(lambda: page(load_story(SHIPPED)))})
    yield _figure("reading and publishing the shipped story", medians["publish"], 1, " s")
    yield from _first_words(page(story))
    yield from _turns()


def _figure(what: str, value: float, limit: float, unit: str) -> Row:
    return Row(what, f"{value:.3g}{unit}", "", "", value, Goal("≤", limit, unit), unit)


def _sizes(story: Story) -> Iterator[Row]:
    whole = page(story).encode()
    program = re.search(rb'<script type="application/json".*?</script>', whole, re.DOTALL)
    assert program
    yield _figure("the page without a story", (len(whole) - len(program[0])) / 1024, 60, " KiB")
    yield _figure("the page of the shipped story", len(whole) / 1024, 1300, " KiB")
    yield _figure("the same, gzipped", len(gzip.compress(whole)) / 1024, 420, " KiB")


def _first_words(document: str) -> Rows:
    try:
        from tests.support.browser import chromium, started
    except ImportError:
        yield NotRun("the first words in a browser", "the extra `test` is not installed")
        return
    if chromium() is None:
        yield NotRun("the first words in a browser", "there is no Chromium")
        return
    with tempfile.TemporaryDirectory() as name, started() as browser:
        file = Path(name) / "page.html"
        file.write_text(document, encoding="utf-8")

        def shown() -> float:
            context = browser.new_context()  # with a cache of its own, which is empty
            found = context.new_page()
            found.goto(file.as_uri())
            paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
            while not (took := float(found.evaluate(paint))):
                found.wait_for_timeout(5)
            context.close()
            return took

        medians, _ = interleaved({"shown": shown})
        yield _figure("first words of the shipped story on screen, from a file", medians["shown"], 300, " ms")


def _turns() -> Rows:
    if node_version() is None:
        yield NotRun("playing against inkjs in node", INSTALL["inkjs"])
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        made, picks = make(folder), make_picks(folder, TURNS)
        story = load_story(made.story)
        program = folder / "program.json"
        program.write_text(as_json(compile_story(story)), encoding="utf-8")
        ours, inkjs = stack.enter_context(PagePlayer()), stack.enter_context(Inkjs())
        inkjs.load(inkjs.compile(made.ink))
        ours.load(program)
        yield _compared(picks, ours, inkjs, Ours(story))


def _compared(picks: Picks, ours: Player, inkjs: Player, python: Player) -> Row:
    wanted = python.walk(picks, hashed=True)
    for player in (ours, inkjs):
        found = player.walk(picks, hashed=True)
        if (found.hash, found.restarts) != (wanted.hash, wanted.restarts):
            raise UnfairError(f"{player.name} came to other words, choices or endings")
    players = {"ours": ours, "theirs": inkjs}
    medians, _ = interleaved({key: partial(_seconds, player, picks) for key, player in players.items()})
    turns = len(picks.numbers)
    return Row(
        what=f"choosing in the page's player, words and offers rendered ({turns:,} turns, same words)",
        ours=rate(turns, medians["ours"]),
        against=inkjs.name,
        theirs=rate(turns, medians["theirs"]),
        value=medians["theirs"] / medians["ours"],
        goal=Goal("≥", 5.0),
    )


def _seconds(player: Player, picks: Picks) -> float:
    return player.walk(picks).seconds
