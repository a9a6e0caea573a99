"""Stories written for one test."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from game import Story, load_story

HEAD = """\
format: 1
id: test-story
title: A Test
start: {start}
chapters:
  one: One
variables:
  trust: {{range: [0, 5], start: 1}}
  body: {{range: [-2, 2], start: 0, words: [dead, failing, hurt, sore, sound]}}
  version: {{values: [none, pursuit, mercy], start: none}}
  open_gate: {{start: false}}
items:
  ring: {{name: Ring on a cord, about: Worn thin on one side.}}
  map: {{name: Map}}
status: "{{body}}"
"""


def pytest_report_header() -> str:
    """Say which parser reads the stories; PYTHONPATH=tests/without_libyaml takes libyaml away."""
    return f"PyYAML {yaml.__version__}, {'with' if yaml.__with_libyaml__ else 'without'} libyaml"


@pytest.fixture(autouse=True, scope="session")
def english() -> None:
    """Play in English, whatever language the machine of the tests has."""
    for name in ("LANGUAGE", "LC_MESSAGES"):
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture(autouse=True, scope="session")
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what can be made again out of the user's own folder."""
    os.environ["ESCAPE_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


WriteStory = Callable[..., Path]


@pytest.fixture
def write_story(tmp_path: Path) -> WriteStory:
    """Write a story of one chapter and give its folder; `files` adds or replaces files by path."""

    def write(scenes: str, start: str = "a", head: str | None = None, **files: str) -> Path:
        folder = tmp_path / "story"
        contents = {
            "story.yaml": HEAD.format(start=start) if head is None else head,
            "one/scenes.yaml": scenes,
            **{name.replace("__", "/") + ".yaml": text for name, text in files.items()},
        }
        for name, text in contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def story(write_story: WriteStory) -> Callable[..., Story]:
    """Write a story of one chapter and load it."""
    return lambda *args, **files: load_story(write_story(*args, **files))
