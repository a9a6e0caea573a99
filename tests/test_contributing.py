"""The front end in the guide for programmers is played as it stands there, and its screen is opened."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from game import open_session
from game.key_table import OPENS
from game.terminal import screens
from game.terminal.screens.title_actions import TitleActions
from tests.support.chapters import write_chapters
from tests.support.screens import a_stack, drawn
from tests.support.stories import STORY

GUIDE = Path(__file__).parent.parent / ".github" / "CONTRIBUTING.md"
TYPED = "2\n9\nfly\nsave a\n3\nsave a\nundo\nload a\n3\n4\nnew\n1\nruns\nload nothing\n"


def programs() -> list[str]:
    """Return what stands in the guide as whole modules: a screen, and a front end."""
    fenced = re.compile(r"^( *)```python\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
    return [dedent(source) for _, source in fenced.findall(GUIDE.read_text(encoding="utf-8"))]


def test_a_screen_of_forty_lines_is_opened(
    write_story: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, _ = programs()
    (tmp_path / "taken.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(screens, "__path__", [*screens.__path__, str(tmp_path)])
    monkeypatch.setitem(OPENS, "taken", "taken:TakenList")
    session = open_session(write_story(STORY, "hall"), tmp_path / "saves")
    stack = a_stack(session)
    game = TitleActions(stack, session)
    game.open("taken")
    assert "Nothing has been chosen yet." in "\n".join(drawn(stack, 80, 24))
    stack.top.actions["taken"]()
    session.choose("feel_along_the_wall_for_the_key")
    session.choose("sit_down")
    game.open("taken")
    assert "Enter reads what came of it." in "\n".join(drawn(stack, 80, 24))
    stack.top.actions["home"]()
    stack.top.actions["take"]()
    assert "A nail, a hat" in "\n".join(drawn(stack, 80, 24))


def test_a_front_end_of_sixty_lines_plays(write_story: Callable[..., Path], tmp_path: Path) -> None:
    _, source = programs()
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
