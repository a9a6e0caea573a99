"""`escape play --watch`: a story that is written and played at once, on the screen and in lines."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import HEAD
from tests.support.ptys import LONG
from tests.support.screens import Seen, on_screen

Write = Callable[..., Path]
SCENES = """
hall:
  text: The lamp is owt.
  choices:
    - {id: go, text: Go out., to: yard}
yard:
  text: The yard is dark.
  choices:
    - {id: call, text: Call., say: Nobody comes.}
    - {id: lie, text: Lie down., to: end}
end: {text: You sleep., ending: {title: Asleep}}
"""


@pytest.fixture
def write(write_story: Write) -> Callable[[str], Path]:
    return lambda scenes, **more: write_story(scenes, "hall", **more)


@pytest.fixture
def seen(write: Callable[[str], Path], tmp_path: Path) -> Iterator[Seen]:
    with on_screen(write(SCENES), tmp_path / "saves", watch=True) as seen:
        yield seen.press("1")


def test_a_changed_text_is_read_again_at_the_same_choice(seen: Seen, write: Write) -> None:
    write(SCENES.replace("is dark", "is light").replace("Call.", "Shout."))
    seen.wait_for("The yard is light.").wait_for("was read again")
    assert "1  Shout." in seen.text


def test_problems_lie_over_the_story_until_they_are_mended(seen: Seen, write: Write) -> None:
    write(SCENES.replace("to: end}", "to: edn}"))
    seen.wait_for("there is no scene `edn`")
    assert "help: did you mean `end`?" in seen.text
    write(SCENES.replace("text: Lie", "txet: Lie"))
    seen.wait_for("txet")
    assert "edn" not in seen.text
    seen.press("escape")  # the last good version goes on
    assert "The yard is dark." in seen.text
    seen.press("1")
    write(SCENES)
    seen.wait_for("was read again")
    assert "Nobody comes." in seen.text


def test_mending_takes_the_problems_away(seen: Seen, write: Write) -> None:
    write(SCENES.replace("to: end}", "to: edn}"))
    seen.wait_for("edn")
    write(SCENES.replace("Lie down", "Lie down at last"))
    seen.wait_for("Lie down at last.")
    assert "Problems" not in seen.text
    assert "The yard is dark." in seen.text


def test_a_scene_in_front_and_the_present_one_deleted(seen: Seen, write: Write) -> None:
    front = SCENES + "bed: {choices: [{id: wake, text: Wake., to: hall}]}\n"
    write(front, head=HEAD.format(start="bed"))
    seen.wait_for("`wake` in `bed`")
    assert "The yard is dark." in seen.text
    yard = front[front.index("yard:") : front.index("end:")]
    write(front.replace(yard, "").replace("to: yard", "to: end"), head=HEAD.format(start="bed"))
    seen.wait_for("`yard` is gone")
    assert "You sleep." in seen.text
    write(front, head=HEAD.format(start="bed"))
    seen.wait_for("The yard is dark.")


def test_saves_made_after_a_change_can_be_loaded(seen: Seen, write: Write) -> None:
    write(SCENES.replace("dark", "light"))
    seen.wait_for("light")
    seen.press("f5", "1", "f9")
    assert "Nobody comes." not in seen.text
    assert "The yard is light." in seen.text


def test_a_story_begun_anew_after_a_change_is_the_changed_one(seen: Seen, write: Write) -> None:
    seen.press("2")
    write(SCENES.replace("owt", "out"))
    seen.wait_for("was read again")
    session = seen.terminal.game.title_actions.session  # type: ignore[union-attr]
    session.new_game()
    assert session.story is session.saves.story is session.profile.story
    assert str(session.play.passage) == "The lamp is out."


def test_a_list_that_is_open_stays(seen: Seen, write: Write) -> None:
    seen.press("m")
    before = seen.rows[3:-3]
    write(SCENES.replace("dark", "light"))
    seen.wait_for("was read again")
    assert seen.rows[3:-3] == before
    seen.press("escape")
    assert "The yard is light." in seen.text


def test_in_the_same_scene_the_first_row_stays(write: Write, tmp_path: Path) -> None:
    words = "".join(f"\n    Paragraph {number}.\n" for number in range(40))
    scenes = f"hall:\n  text: |{words}  choices: [{{text: End., to: end}}]\nend: {{ending: {{title: E}}}}\n"
    with on_screen(write(scenes), tmp_path / "saves", watch=True) as seen:
        seen.press(" ")
        first = seen.rows[2]
        assert "Paragraph" in first
        write(scenes.replace("Paragraph 39", "Last"))
        seen.wait_for("was read again")
        assert seen.rows[2] == first


# --- in lines -------------------------------------------------------------------


class Lines:
    """A game in plain lines, played through pipes."""

    def __init__(self, story: Path, saves: Path, *more: str) -> None:
        command = [sys.executable, "-m", "game", "play", str(story), "--plain", "--watch", *more]
        self._process = subprocess.Popen(
            [*command, "--save-dir", str(saves)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.told = ""

    def wait_for(self, words: str) -> str:
        """Read on until these words were told."""
        assert self._process.stdout
        start, end = len(self.told), time.monotonic() + LONG
        while words not in self.told[start:]:
            ready = select.select([self._process.stdout], [], [], max(end - time.monotonic(), 0))[0]
            data = os.read(self._process.stdout.fileno(), 65536) if ready else b""
            assert data, f"{words!r} was not told: {self.told}"
            self.told += data.decode()
        return self.told[start:]

    def type(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line.encode())
        self._process.stdin.flush()

    def end(self) -> int:
        assert self._process.stdin
        self._process.stdin.close()
        assert self._process.stdout
        self._process.stdout.close()
        return self._process.wait(LONG)


def test_in_plain_lines(write: Write, tmp_path: Path) -> None:
    game = Lines(write(SCENES), tmp_path / "saves")
    game.wait_for("> ")
    game.type("1\n1\n2")  # the last line is not yet ended
    game.wait_for("Nobody comes.\n\n2 choices.\n1. Call.\n2. Lie down.\n> ")
    write(SCENES.replace("Nobody", "A dog"))
    assert game.wait_for("2. Lie down.\n> ") == (
        "\nThe story was read again.\nThe yard is dark.\n\nA dog comes.\n\n2 choices.\n1. Call.\n2. Lie down.\n> "
    )
    write(SCENES.replace("to: end}", "to: edn}"))
    told = game.wait_for("1 error\n> ")
    assert "you go on with the last good version.\nerror[R201]: there is no scene `edn`" in told
    game.type("\n")
    game.wait_for("at the beginning.\n> ")  # an ending does not end it
    write(SCENES.replace("sleep", "dream"))
    game.wait_for("You dream.")
    game.type("undo\n")
    game.wait_for("Nobody comes.")
    assert game.end() == 0


def test_another_storys_id_is_not_followed(write: Write, tmp_path: Path) -> None:
    folder = write(SCENES)
    game = Lines(folder, tmp_path / "saves")
    game.wait_for("> ")
    head = folder / "story.yaml"
    head.write_text(head.read_text().replace("id: test-story", "id: other"))
    game.wait_for("the story is not `test-story` any more")
    assert game.end() == 0
