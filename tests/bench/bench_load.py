"""Loading: the story with every check of it, against the stock loader that only builds lists and maps."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml

from game import load_story
from tests.bench.measure import Goal, NotRun, Row, Rows, interleaved, seconds, span
from tests.bench.synthetic import make


def stock(files: tuple[Path, ...], loader: Any) -> None:
    """Read files as most programs would."""
    for file in files:
        yaml.load(file.read_text(encoding="utf-8"), loader)  # noqa: S506 - a safe one is handed in


def rows() -> Rows:
    """Time the loading of 1,000 scenes."""
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        yield NotRun("loading against the stock loader", "this PyYAML was built without libyaml")
        return
    with tempfile.TemporaryDirectory() as name:
        made = make(Path(name))
        size = sum(file.stat().st_size for file in made.files)
        medians, _ = interleaved(
            {
                "ours": lambda: seconds(lambda: load_story(made.story)),
                "theirs": lambda: seconds(lambda: stock(made.files, loader)),
            }
        )
        yield Row(
            what=f"loading {size / 1e6:.1f} MB of YAML, with places and every check",
            ours=span(medians["ours"]),
            against=f"CSafeLoader, PyYAML {yaml.__version__}",
            theirs=span(medians["theirs"]),
            value=medians["ours"] / medians["theirs"],
            goal=Goal("≤", 0.5),
        )
