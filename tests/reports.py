"""Broken stories, each one file: the files of the story under their names, and last the report of lint.

`python -m tests.reports` writes the reports anew and names those that changed; read them before you commit
them.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

from game.lint.check_story import lint
from game.story.diagnostics.render import as_text
from tests.support.places import STORIES

BROKEN = STORIES / "broken"

# What a broken story has where it shows nothing else.
HEAD = """\
format: 1
id: broken
title: Broken
start: hall
chapters: {one: One}
variables:
  trust: {range: [0, 5], start: 1}
  body: {range: [0, 2], start: 1, words: [dead, hurt, sound]}
  mood: {values: [calm, angry, afraid], start: calm}
  knows_ring: {start: false}
items:
  ring: {name: Ring on a cord}
  lamp: {name: Lamp}
"""

_SECTION = re.compile(r"^=== (.*)\n", re.MULTILINE)


def cases() -> list[Path]:
    """Find the file of every broken story."""
    return sorted(BROKEN.rglob("*.txt"))


def sections(case: Path) -> dict[str, str]:
    """Return the files of a broken story by name, and its report as `report`."""
    text = case.read_bytes().decode("utf-8")
    _, *parts = _SECTION.split(text)
    return {"story.yaml": HEAD, **dict(zip(parts[::2], parts[1::2], strict=True))}


def write_files(case: Path, folder: Path) -> None:
    """Write the story of a case into a folder."""
    for name, text in sections(case).items():
        if name != "report":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode("utf-8"))


def report(case: Path, folder: Path) -> str:
    """Write a broken story into a folder and give what lint says of it, as seen from there."""
    write_files(case, folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        return "\n".join(as_text(lint(Path()))) + "\n"
    finally:
        os.chdir(before)


def main() -> None:
    """Write every report anew, and name the files that changed."""
    for case in cases():
        with tempfile.TemporaryDirectory() as folder:
            told = report(case, Path(folder))
        text = case.read_bytes().decode("utf-8")
        start = text.find("=== report\n")
        kept = text if start < 0 else text[:start]
        if text != f"{kept}=== report\n{told}":
            case.write_bytes(f"{kept}=== report\n{told}".encode())
            sys.stdout.write(f"{case}\n")


if __name__ == "__main__":
    main()
