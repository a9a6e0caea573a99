from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Problem, Story, StoryError, load_story
from tests.conftest import HEAD

Make = Callable[..., Story]
Write = Callable[..., Path]
END = "\nz: {ending: {title: End}}\n"


def problems(folder: Path) -> list[tuple[str, int, int]]:
    """Return the problems of a story as (code, line, column)."""
    with pytest.raises(StoryError) as raised:
        load_story(folder)
    return [(one.code, one.place.line, one.place.column) for one in raised.value.problems]


def only(folder: Path) -> Problem:
    with pytest.raises(StoryError) as raised:
        load_story(folder)
    (problem,) = raised.value.problems
    return problem


def test_every_problem_is_told_with_its_place(write_story: Write) -> None:
    folder = write_story(
        """\
a:
  txet: Here.
  do: trst = 1
  choices:
    - text: Go to {nowhere}.
      to: b
    - to: a
b:
  text: No way on.
""",
        two="- x: 1",
    )
    found = problems(folder)
    assert [(line, column) for _, line, column in found] == [(2, 3), (3, 7), (5, 20), (7, 7), (8, 1)]


@pytest.mark.parametrize(
    ("scenes", "line", "column"),
    [
        ("a: {text: Here.}", 1, 1),
        ("a: {ending: {title: End}, to: a}", 1, 27),
        ("a: {ending: {title: End}, choices: []}", 1, 27),
        ("a: {to: nowhere}", 1, 9),
        ("a: {to: []}", 1, 9),
        ("a: {choices: [{text: Go.}]}", 1, 16),
        ("a: {choices: [{text: Go., to: a, do: trust = 1, outcomes: [{to: a}]}]}", 1, 27),
        ("a: {choices: [{text: Go., outcomes: [{to: a}, {if: open_gate, to: a}]}]}", 1, 38),
        ("a: {choices: [{text: Go., to: [a, a]}]}", 1, 32),
        ("a: {choices: [{text: Go., to: [{if: open_gate, scene: a}]}]}", 1, 32),
        ("a: {choices: [{text: Go., to: a}, {text: Go!, to: a}]}", 1, 42),
        ("a: {choices: [{text: 가자, to: a}]}", 1, 22),
        ("a: {choices: [{text: Go., once: yes, to: a}]}", 1, 33),
        ("a: {choices: {text: Go., to: a}}", 1, 14),
        ("a: {choices: [{text: '', to: a}]}", 1, 22),
        ("A: {choices: [{text: Go., to: A}]}\na: {to: z}\nz: {ending: {title: End}}", 1, 1),
        ("a: {to: a}", 1, 9),
        ("a: {text: '{trust', to: z}" + END, 1, 12),
        ("a: {text: '{}', to: z}" + END, 1, 12),
        ("a: {text: '{open_gate}', to: z}" + END, 1, 13),
        ("a: {text: '{ring}', to: z}" + END, 1, 13),
        ("a: {text: '{trust + 1}', to: z}" + END, 1, 13),
        ("a: {text: '{open_gate: a|b|c}', to: z}" + END, 1, 27),
        ("a: {text: '{a|b}', to: z}" + END, 1, 13),
        ("a: {text: 1, to: z}\na: {to: z}" + END, 2, 1),
        ("a: {text: &x Here., to: z}" + END, 1, 11),
        ("a: {text: !!str Here., to: z}" + END, 1, 11),
        ("a: {<<: {to: z}}" + END, 1, 5),
        ("a: {to: z}" + END + "---\nb: {to: z}", 3, 1),
        ("a:\n  text: He said: no.\n  to: z" + END, 2, 16),
        ("a:\n\ttext: Here.\n  to: z" + END, 2, 1),
        ("a:\n  text: 'Here.\n  to: z" + END, 2, 9),
    ],
)
def test_one_mistake_is_one_problem_at_its_place(
    write_story: Write, scenes: str, line: int, column: int
) -> None:
    problem = only(write_story(scenes))
    assert (problem.place.line, problem.place.column) == (line, column), problem


def test_a_name_in_a_block_is_found_at_its_own_line(write_story: Write) -> None:
    problem = only(write_story("a:\n  text: |\n    One.\n\n    Two {trsut >= 1: three}.\n  to: z" + END))
    assert (problem.place.line, problem.place.column, problem.help) == (5, 10, "did you mean `trust`?")


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("format", "2", 1),
        ("id", "A Story", 2),
        ("start", "nowhere", 4),
        ("trust", "{range: [5, 0], start: 1}", 8),
        ("trust", "{range: [0, 5], start: 9}", 8),
        ("trust", "{range: [0, 5], start: 010}", 8),
        ("trust", "{range: [0, 1], start: 1, words: [one]}", 8),
        ("trust", "{values: [one, two], start: three}", 8),
        ("trust", "{start: 3}", 8),
        ("trust", "{start: yes}", 8),
        ("trust", "{range: [0, 5]}", 8),
        ("ring", "{about: Worn.}", 13),
    ],
)
def test_mistakes_in_story_yaml(write_story: Write, key: str, value: str, line: int) -> None:
    folder = write_story("a: {text: Here., to: z}" + END)
    head = (folder / "story.yaml").read_text(encoding="utf-8").splitlines()
    head[line - 1] = head[line - 1].split(key + ":")[0] + f"{key}: {value}"
    (folder / "story.yaml").write_text("\n".join(head), encoding="utf-8")
    assert only(folder).place.line == line


def test_what_a_text_editor_may_leave_behind_is_fine(write_story: Write) -> None:
    folder = write_story(
        "\ufeff---\r\na:\r\n  text: |\r\n    One.\r\n\r\n    Two.\r\n  to: z\r\nz: {ending: {title: End}}\r\n...\r\n"
    )
    (folder / "one" / "empty.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert str(Playthrough(load_story(folder)).passage) == "One.\n\nTwo."


def test_scalars_are_what_was_typed(story: Make) -> None:
    play = Playthrough(
        story(
            "a: {text: 1:30, choices: [{text: no, id: no, to: on}]}\n'on': {text: 0o17, ending: {title: 007}}"
        )
    )
    assert str(play.passage) == "1:30"
    assert str(play.choose("no")) == "0o17"
    assert play.ending is not None
    assert play.ending.title == "007"


def test_choice_keys_are_slugs_of_the_text_as_written(story: Make) -> None:
    made = story(
        "a:\n  choices:\n"
        "    - {text: 'Ask him, {trust >= 3: again|now}!', to: a}\n"
        "    - {text: 'Tell him what pork cost at home, the last time there was any.', to: a}\n"
        "    - {text: 가자, id: go, to: a}\n"
    )
    assert [offer.key for offer in Playthrough(made).offers] == [
        "ask_him_trust_3_again_now",
        "tell_him_what_pork_cost_at_home_the_last",
        "go",
    ]


def test_files_are_read_once_and_never_from_outside(write_story: Write, tmp_path: Path) -> None:
    folder = write_story("a: {to: z}" + END)
    (folder / "one" / "deep").mkdir()
    (folder / "one" / "deep" / "more.yaml").write_text("b: {to: z}", encoding="utf-8")
    (folder / "one" / "again.yaml").symlink_to(folder / "one" / "deep" / "more.yaml")
    assert sorted(load_story(folder).scenes) == ["a", "b", "z"]
    (tmp_path / "outside.yaml").write_text("c: {to: z}", encoding="utf-8")
    (folder / "one" / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    assert "leads out" in only(folder).message
    (folder / "one" / "link.yaml").unlink()
    os.mkfifo(folder / "one" / "pipe.yaml")
    assert "regular" in only(folder).message


def test_stray_files_are_warned_of(write_story: Write) -> None:
    folder = write_story("a: {to: z}" + END, stray="a: 1", two__scenes="b: {to: z}")
    (folder / "one" / "old.yml").write_text("c: {to: z}", encoding="utf-8")
    assert sorted(Path(one.place.file).name for one in load_story(folder).warnings) == [
        "old.yml",
        "stray.yaml",
        "two",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a: {text: caf\xe9, to: z}", "UTF-8"),
        (b"a: {text: " + b"x" * (2 * 1024 * 1024) + b"}", "2 MiB"),
        (b"a: " + b"[" * 30_000, "nested"),
        (b"a: {text: \x00}", "U+0000"),
    ],
)
def test_hostile_files(write_story: Write, data: bytes, said: str) -> None:
    folder = write_story("")
    (folder / "one" / "scenes.yaml").write_bytes(data)
    assert said in only(folder).message


def test_pages_must_not_share_keys(write_story: Write) -> None:
    page = "- {{id: {0}, title: {0}, key: {1}, text: Here.}}\n"
    folder = write_story(
        "a: {to: z}" + END, pages=page.format("n", "n") + page.format("m", "n") + page.format("p", "q")
    )
    assert problems(folder) == [("S114", 2, 26), ("S114", 3, 26)]


def test_walkthroughs_are_checked(write_story: Write) -> None:
    folder = write_story(
        "a: {to: z}" + END,
        walkthroughs__one="- {name: One, choose: [], expect: {ending: y, trust: many, trst: 1}}",
    )
    assert [column for _, _, column in problems(folder)] == [44, 54, 60]


def test_a_missing_folder_or_chapter(write_story: Write, tmp_path: Path) -> None:
    assert "no such folder" in only(tmp_path / "nowhere").message
    folder = write_story("a: {to: z}" + END)
    (folder / "one" / "scenes.yaml").unlink()
    (folder / "one").rmdir()
    assert problems(folder)[0] == ("S115", 6, 3)


def test_a_variable_that_is_shown_has_words_to_be_shown(
    story: Callable[..., Story], write_story: Callable[..., Path]
) -> None:
    head = HEAD.format(start="a").replace(
        "range: [-2, 2], start: 0, words:", "range: [-2, 2], start: 0, show: true, words:"
    )
    scenes = "a: {text: A., choices: [{text: B., say: C.}]}"
    shown = story(scenes, head=head).variables
    assert [name for name, variable in shown.items() if variable.show] == ["body"]
    without = HEAD.format(start="a").replace("range: [0, 5], start: 1", "range: [0, 5], start: 1, show: true")
    with pytest.raises(StoryError, match="`show` tells readers the `words` of a variable"):
        load_story(write_story(scenes, head=without))
