"""The screen: first frame, key to frame, Esc alone."""

from __future__ import annotations

import os
import select
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from game import Playthrough, load_story
from game.play.saves.paths import shipped_story
from tests.bench.measure import Goal, Row, Rows, interleaved, span
from tests.support.ptys import Pty

SIZE = (80, 24)
ROUNDS = 15


def first_frame(saves: Path) -> float:
    """Start the game on a terminal, and give the seconds until its title stands there."""
    began = time.perf_counter()
    game = start(saves)
    sent_until(game, b"Quit")
    taken = time.perf_counter() - began
    os.write(game.master, b"q")
    game.ended()
    game.close()
    return taken


def bare_import() -> float:
    """Return the seconds that Python takes to import prompt_toolkit and do nothing else, start to end."""
    began = time.perf_counter()
    bare = Pty([sys.executable, "-c", "import prompt_toolkit"], SIZE, {})
    bare.process.wait()
    taken = time.perf_counter() - began
    bare.close()
    return taken


def start(saves: Path, *arguments: str) -> Pty:
    """Start the shipped story."""
    command = [sys.executable, "-m", "game", "play", "--save-dir", str(saves), *arguments]
    return Pty(command, SIZE, {})


def sent_until(game: Pty, words: bytes) -> None:
    """Wait until the terminal was sent these bytes."""
    seen = b""
    while words not in seen:
        seen += os.read(game.master, 65536)


def key_to_frame(game: Pty, key: bytes) -> float:
    """Press a key, and give the seconds until the last of the frame it draws."""
    began = time.perf_counter()
    os.write(game.master, key)
    os.read(game.master, 65536)
    ended = time.perf_counter()
    while select.select([game.master], [], [], 0.02)[0]:
        os.read(game.master, 65536)
        ended = time.perf_counter()
    return ended - began


def walk_through(saves: Path) -> list[float]:
    """Play a recorded playthrough of the shipped story, and time every key."""
    story = load_story(shipped_story())
    play = Playthrough(story)
    game = start(saves)
    sent_until(game, b"Quit")
    time.sleep(0.3)  # the story is being read
    os.write(game.master, b"\r")
    sent_until(game, b"Dong-hyuk")
    times = []
    for key in story.walkthroughs[0].choose:
        open_ones = [offer.key for offer in play.offers if offer.open]
        chapter = play.chapter
        times += [key_to_frame(game, one) for one in (b"j", b" ")]
        times.append(key_to_frame(game, str(open_ones.index(key) + 1).encode()))
        play.choose(key)
        if play.chapter != chapter:
            times.append(key_to_frame(game, b"x"))  # the card of a chapter, if there is one
    os.write(game.master, b"\x03")
    game.ended()
    game.close()
    return times


def escape_to_frame(saves: Path) -> list[float]:
    """Open and close the menu with Esc alone."""
    game = start(saves, "--continue")
    sent_until(game, b"menu")
    times = [key_to_frame(game, b"\x1b") for _ in range(20)]
    os.write(game.master, b"\x03")
    game.ended()
    game.close()
    return times


def rows() -> Rows:
    """Time the first frame against importing prompt_toolkit, and keys against nothing."""
    with tempfile.TemporaryDirectory() as name:
        saves = Path(name)
        medians, _ = interleaved({"ours": lambda: first_frame(saves), "theirs": bare_import}, ROUNDS)
        yield Row(
            what="first frame of the title screen, from the start of the process",
            ours=span(medians["ours"]),
            against="`python -c 'import prompt_toolkit'`",
            theirs=span(medians["theirs"]),
            value=medians["ours"] / medians["theirs"],
            goal=Goal("≤", 1.3),
        )
        times = walk_through(saves)
        yield Row(
            what=f"key to drawn frame at 80x24, 95 of 100 keys of {len(times)}, with the save on disk",
            ours=span(quantiles(times, n=20)[-1]),
            against="the goal",
            theirs="50 ms",
            value=quantiles(times, n=20)[-1] * 1000,
            unit=" ms",
            goal=Goal("≤", 50, " ms"),
        )
        escapes = escape_to_frame(saves)
        yield Row(
            what="Esc alone to drawn frame",
            ours=span(median(escapes)),
            against="the goal",
            theirs="50 ms",
            value=median(escapes) * 1000,
            unit=" ms",
            goal=Goal("≤", 50, " ms"),
        )
