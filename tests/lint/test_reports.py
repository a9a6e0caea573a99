"""What lint says: broken stories with their exact reports, good stories that draw nothing, the formats."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from game import Problem
from game.lint.check_story import lint
from game.story.diagnostics.codes import CODES
from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.render import as_github, as_json, as_text
from tests.reports import BROKEN, cases, report, sections, write_files
from tests.support.places import ROOT, SHIPPED, STORIES

CASES = cases()
GOOD = sorted((STORIES / "good").iterdir())
PYTHONS = re.compile(
    r"NoneType|traceback|\bdict\b|\btuple\b|tag:yaml|\bNone\b|\bstr\b|\bint\b|\bbool\b", re.IGNORECASE
)


def name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_broken_story_has_exactly_this_report(case: Path, tmp_path: Path) -> None:
    kept = sections(case).get("report")
    assert kept is not None, "this broken story has no report yet: run `python -m tests.reports`, and read it"
    assert report(case, tmp_path) == kept


@pytest.mark.parametrize("case", [case for case in CASES if case.parent == BROKEN], ids=name)
def test_one_mistake_is_one_message(case: Path) -> None:
    told = re.findall(r"^(?:error|warning)\[(\w+)\]: (.*)$", sections(case).get("report", ""), re.MULTILINE)
    assert len(told) == 1
    code, message = told[0]
    assert code in CODES
    assert message[0] == "`" or message[0].islower()
    assert not message.endswith(".")
    assert not PYTHONS.search(sections(case).get("report", ""))


def test_there_are_broken_stories_of_every_family() -> None:
    told = {
        code
        for case in CASES
        for code in re.findall(r"\[([YSREGT]\d{3})\]", sections(case).get("report", ""))
    }
    assert len(CASES) >= 60
    assert {code[0] for code in told} == set("YSREGT")


def test_ten_mistakes_in_one_file_are_ten_in_order(tmp_path: Path) -> None:
    write_files(BROKEN / "several" / "ten_in_order.txt", tmp_path)
    found = lint(tmp_path)
    assert len(found) == 10
    assert len({problem.code for problem in found}) >= 7
    places = [(problem.place.line, problem.place.column) for problem in found]
    assert places == sorted(places)


@pytest.mark.parametrize("folder", GOOD, ids=name)
def test_a_good_story_draws_nothing(folder: Path) -> None:
    assert lint(folder) == []


def test_the_shipped_story_draws_nothing() -> None:
    assert lint(SHIPPED) == []


HEAD = "format: 1\nid: s\ntitle: S\nstart: a\nchapters: {one: One}\n"


def write(folder: Path, scenes: str, head: str = HEAD) -> Path:
    (folder / "one").mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(head, encoding="utf-8")
    (folder / "one" / "scenes.yaml").write_text(scenes, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("    호텔 {nobody}", "    호텔 {"),
        ("    e\u0301te\u0301 {nobody}", "    e\u0301te\u0301 {"),
        ("    a\tb {nobody}", "    a\tb {"),
        ("    a\u202eb {nobody}", "    a<U+202E>b {"),
    ],
)
def test_the_caret_stands_under_what_it_means(tmp_path: Path, line: str, before: str) -> None:
    folder = write(tmp_path, f"a:\n  text: |\n{line}\n  ending: {{title: End}}\n")
    lines = next(as_text(lint(folder))).splitlines()
    assert lines[3] == "3 | " + before + "nobody}"
    blanks = lines[4].removeprefix("  | ").removesuffix("^^^^^^")
    cells = before.replace("호텔", "....").replace("\u0301", "")
    assert blanks == re.sub(r"[^\t]", " ", cells)


def test_the_three_formats_say_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path, "a:\n  to: bb\nb:\n  ending: {title: '100%'}\n")
    (problem,) = lint(folder)
    file = str(folder / "one" / "scenes.yaml")
    assert problem.place == SourceSpan(file, 2, 7, 9)
    assert json.loads(*as_json([problem])) == {
        "file": file,
        "line": 2,
        "column": 7,
        "end_column": 9,
        "code": "R201",
        "severity": "error",
        "message": "there is no scene `bb`",
        "help": "did you mean `b`?",
        "also": [],
    }
    assert list(as_github([problem])) == [
        f"::error file={file},line=2,endLine=2,col=7,endColumn=8,title=R201::"
        "there is no scene `bb`%0Ahelp: did you mean `b`?"
    ]
    assert [*as_text([problem])][-1] == "1 error"


def test_file_names_reach_no_terminal_raw() -> None:
    problem = Problem("Y101", "gone\x1b", SourceSpan("a\x1b[2J,b:\u202e%.yaml", 1, 1, 2))
    text, github = "\n".join(as_text([problem])), "\n".join(as_github([problem]))
    assert "␛[2J,b:<U+202E>%.yaml:1:1" in text
    assert "file=a␛[2J%2Cb%3A<U+202E>%25.yaml," in github
    for told in (text, github, *as_json([problem])):
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", told)


def test_a_very_long_line_is_cut_round_the_place(tmp_path: Path) -> None:
    folder = write(tmp_path, "a: {text: '" + "x" * 9000 + "{nobody}" + "y" * 9000 + "', to: a}\n")
    lines = next(as_text(lint(folder))).splitlines()
    assert max(map(len, lines)) < 200
    assert lines[3][lines[4].index("^") :].startswith("nobody}")


WARNED = HEAD + "variables:\n  luck: {start: false}\n"


@pytest.mark.parametrize(
    ("head", "left"),
    [
        (WARNED, ["R208"]),
        (WARNED.replace("false}", "false}  # escape: allow R208"), []),
        (WARNED.replace("  luck", "  # for later  # escape: allow E308, R208\n  luck"), []),
        (WARNED.replace("false}", "false}  # escape: allow R209"), ["R208"]),
        (WARNED.replace("variables:", "variables:  # escape: allow R208"), ["R208"]),
    ],
)
def test_a_warning_is_silenced_where_it_stands(tmp_path: Path, head: str, left: list[str]) -> None:
    folder = write(tmp_path, "a: {ending: {title: End}}", head)
    assert [problem.code for problem in lint(folder)] == left


def test_a_warning_in_a_block_is_silenced_at_its_head(tmp_path: Path) -> None:
    head = HEAD + "variables:\n  luck: {range: [0, 2], start: 1}\n"
    scenes = "a:\n  do: luck += 1\n  text: |{}\n    One.\n\n    {{luck > 7: two}}\n  ending: {{title: End}}\n"
    assert [one.code for one in lint(write(tmp_path, scenes.format(""), head))] == ["E308"]
    assert lint(write(tmp_path, scenes.format("  # escape: allow E308"), head)) == []


def test_an_error_is_never_silenced(tmp_path: Path) -> None:
    folder = write(tmp_path, "a: {to: b}  # escape: allow R201\n")
    assert [problem.code for problem in lint(folder)] == ["R201"]


def escape(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "game", *words]
    root = str(ROOT)
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={"PYTHONPATH": root}, timeout=60, check=False
    )


def test_the_command_and_its_exit_codes(tmp_path: Path) -> None:
    write(tmp_path / "good", "a: {ending: {title: End}}")
    write(tmp_path / "warned", "a: {ending: {title: End}}", WARNED)
    write(tmp_path / "bad", "a: {to: b}")
    good = escape("lint", "good", cwd=tmp_path)
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    warned = escape("lint", "warned", cwd=tmp_path)
    assert warned.returncode == 0
    assert warned.stdout.startswith("warning[R208]: ")
    strict = escape("lint", "warned", "--strict", "--format", "json", cwd=tmp_path)
    assert (strict.returncode, json.loads(strict.stdout)["severity"]) == (1, "error")
    bad = escape("lint", "bad", "--format", "github", cwd=tmp_path)
    assert bad.returncode == 1
    assert bad.stdout.startswith("::error file=bad/one/scenes.yaml,line=1,")
    assert escape("lint", "nowhere", cwd=tmp_path).returncode == 2
    assert escape("lint", "--explain", "X999", cwd=tmp_path).returncode == 2
    explained = escape("lint", "--explain", "r201", cwd=tmp_path)
    assert (explained.returncode, explained.stdout[:4]) == (0, "R201")
