"""Saving and loading: against nothing but writing the same bytes, and in milliseconds for a long game."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from game import Playthrough, load_story
from game.play.saves.saves import Saves
from tests.bench.measure import Goal, Row, Rows, interleaved, seconds, span

USUAL, LONG = 100, 10_000  # choices
SCENES = 200
HEAD = "format: 1\nid: long\ntitle: Long\nstart: {0}\nchapters: {{one: One}}\nvariables: {{v: {{range: [0, 9], start: 0}}}}\n"
SCENE = "{0}:\n  text: Here, {{v}}.\n  choices:\n    - {{text: {2}, do: v += 1, to: {1}}}\n    - {{text: No., to: {0}}}\n"


def ring(folder: Path, longest: bool) -> Playthrough:
    """Write a story that never ends, with names of usual length or as long as they may be, and play it."""
    names = [f"scene_{number:04}".rjust(64 if longest else 12, "x") for number in range(SCENES)]
    key = ("yes" * 14)[: 40 if longest else 12]
    (folder / "one").mkdir(parents=True)
    (folder / "story.yaml").write_text(HEAD.format(names[0]), encoding="utf-8")
    scenes = [SCENE.format(name, names[(number + 1) % SCENES], key) for number, name in enumerate(names)]
    (folder / "one" / "scenes.yaml").write_text("".join(scenes), encoding="utf-8")
    return Playthrough(load_story(folder), [(name, key) for name in names] * (LONG // SCENES))


def written(path: Path, data: bytes) -> None:
    """Write bytes to a new file and have it on the disk: the least that a save can cost."""
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def rows() -> Rows:
    """Time the saves of a usual game and of a long one, and the loading of the long one."""
    with tempfile.TemporaryDirectory() as name:
        yield _usual(Path(name) / "usual")
        folder = Path(name) / "long"
        play = ring(folder / "story", longest=True)
        saves = Saves(folder, play.story)
        saves.save(play)
        run = saves.new_run()
        medians, _ = interleaved(
            {"save": lambda: seconds(lambda: saves.keep(run, play)), "load": lambda: seconds(saves.load)}
        )
        yield _absolute(f"a save of {LONG:,} choices", medians["save"] * 1e3, 50, " ms")
        yield _absolute(f"loading {LONG:,} choices", medians["load"] * 1e3, 300, " ms")
        size = (folder / "long" / "quick.json").stat().st_size
        yield _absolute(f"the file of {LONG:,} choices", size / 1024, 4096, " KiB")


def _usual(folder: Path) -> Row:
    long = ring(folder / "story", longest=False)
    play = Playthrough(long.story, long.log[:USUAL])
    saves = Saves(folder, play.story)
    saves.save(play)
    run = saves.new_run()
    data = (folder / "long" / "quick.json").read_bytes()
    medians, _ = interleaved(
        {
            "ours": lambda: seconds(lambda: saves.keep(run, play)),
            "theirs": lambda: seconds(lambda: written(folder / "bare", data)),
        },
        rounds=51,
    )
    return Row(
        what=f"a save of {USUAL} choices, with its backup",
        ours=span(medians["ours"]),
        against=f"{len(data):,} bytes written and synced, and their folder",
        theirs=span(medians["theirs"]),
        value=medians["ours"] / medians["theirs"],
        goal=Goal("≤", 2),
    )


def _absolute(what: str, value: float, limit: float, unit: str) -> Row:
    limits = f"{limit:g}{unit}"
    return Row(what, f"{value:.3g}{unit}", "the design's limit", limits, value, Goal("≤", limit, unit), unit)
