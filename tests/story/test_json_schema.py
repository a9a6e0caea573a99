"""The schema for editors, checked with jsonschema on what an editor's YAML makes of the files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from game.story.authoring.json_schema import as_json, schema
from game.story.format import SHAPES
from tests.reports import BROKEN, cases, sections
from tests.support.places import ROOT, STORIES

CHECK = jsonschema.Draft7Validator(schema())
GOOD = [
    path
    for folder in (ROOT / "scenes", ROOT / "game" / "template", STORIES / "good")
    for path in sorted(folder.rglob("*.yaml"))
]


class Editor(yaml.SafeLoader):
    """YAML as an editor's language server reads it: the words of YAML 1.2, no more."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


for tag, form, first in [
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
]:
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(form), list(first))


def problems(text: str) -> list[Any]:
    return list(CHECK.iter_errors(yaml.load(text.removeprefix("\ufeff"), Editor)))  # noqa: S506


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    assert json.loads(as_json()) == schema()


def test_every_key_of_the_table_is_in_it_with_what_it_is_for() -> None:
    for shape, keys in SHAPES.items():
        properties = schema()["$defs"][shape]["properties"]
        assert {name: entry["description"] for name, entry in properties.items()} == {
            key.name: key.about for key in keys
        }


def test_the_shipped_schema_is_up_to_date() -> None:
    assert (ROOT / "scenes" / "escape.schema.json").read_text(encoding="utf-8") == as_json()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: str(path.relative_to(ROOT)))
def test_good_files_fit(path: Path) -> None:
    assert problems(path.read_text(encoding="utf-8")) == []


SEEN = [case for case in cases() if case.parent == BROKEN and "[S10" in sections(case)["report"]]
# What only lint sees: names, words of a text, the numbers of a range, folders.
BLIND = {
    "choice_with_no_letters",
    "outcome_never_reached",
    "stay_without_then",
    "walkthrough_expects_a_shown_word",
    "written_scene_without_a_way_on",
    "zero_in_front",
}


@pytest.mark.parametrize(
    "case", [case for case in SEEN if case.stem not in BLIND], ids=lambda case: case.stem
)
def test_a_wrong_shape_does_not_fit(case: Path) -> None:
    files = sections(case)
    assert any(problems(text) for name, text in files.items() if name.endswith(".yaml"))
