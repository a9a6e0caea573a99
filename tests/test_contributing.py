"""The front end in the guide for programmers is played as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.support.chapters import write_chapters

GUIDE = Path(__file__).parent.parent / ".github" / "CONTRIBUTING.md"
TYPED = "2\n9\nfly\nsave a\n3\nsave a\nundo\nload a\n3\n4\nnew\n1\nruns\nload nothing\n"


def test_a_front_end_of_sixty_lines_plays(write_story: Callable[..., Path], tmp_path: Path) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert source.count("\n") <= 60
    program = tmp_path / "front_end.py"
    program.write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(program), str(write_chapters(write_story)), str(tmp_path / "saves")],
        input=TYPED,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    for words in (
        "1 Take the ring.\n2 Wait.\n3 Go out.\nYou wait.\n",
        "there is a save of that name, `a`: 1 choices are kept there",
        "Undone: Go out.",
        "The end: Asleep",
        "It is cold.\n(New: What you know)",
        "[(2, 1), (1, 3)]",
        "(there is no save `nothing`)",
    ):
        assert words in done.stdout, done.stdout
