"""The guide for authors, taken apart: its tutorial, the rest, and the examples in both."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.places import SHIPPED

GUIDE = (SHIPPED / "README.md").read_text(encoding="utf-8")
TUTORIAL, REST = GUIDE.split("## The folder", 1)
FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (\S+\.yaml)\n")


def write(folder: Path, name: str, text: str) -> None:
    """Write a file of a story."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
