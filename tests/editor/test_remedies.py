"""What a help line says to write, an editor can do: each remedy mends its problem, and breaks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from game import Problem
from game.lint.check_story import check
from game.story.diagnostics.problem import Edit
from game.story.diagnostics.source_text import SourceFiles
from game.story.reader.load import read_story
from tests.editor.author import Author
from tests.reports import cases, write_files

SCENES = "one/hall.yaml"
MENDABLE = 100  # of the broken stories


def judged(folder: Path, files: SourceFiles) -> list[Problem]:
    return check(*read_story(folder, files=files), files)


def mended(edit: Edit) -> SourceFiles:
    path = Path(edit.place.file)
    lines = path.read_bytes().decode("utf-8").split("\n")
    line = lines[edit.place.line - 1]
    lines[edit.place.line - 1] = line[: edit.place.column - 1] + edit.new + line[edit.place.end_column - 1 :]
    return SourceFiles({path: "\n".join(lines)})


def told(problems: Sequence[Problem]) -> set[tuple[str, str]]:
    return {(problem.code, problem.message) for problem in problems}


def test_each_remedy_of_the_broken_stories_mends_its_problem(tmp_path: Path) -> None:
    tried = 0
    for case in cases():
        folder = tmp_path / case.stem
        write_files(case, folder)
        before = judged(folder, SourceFiles())
        for problem in before:
            edit = problem.edit_at(problem.place)
            if edit is None:
                continue
            tried += 1
            after = judged(folder, mended(edit))
            assert told([problem]).isdisjoint(told(after)), f"{case.stem}: {problem}: {problem.help}"
            fresh = [
                one for one in after if one.code[0] == "Y" and (one.code, one.message) not in told(before)
            ]
            assert fresh == [], f"{case.stem}: {problem}: {problem.help}"
    assert tried >= MENDABLE


@pytest.mark.asyncio(loop_scope="session")
async def test_an_editor_is_offered_the_remedy_and_can_apply_it(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "to: garden", "to: gardn")
    (problem,) = await author.codes(SCENES, "R201")
    (action,) = await author.actions(SCENES, problem.range)
    assert (action.title, action.is_preferred) == ("Write `garden`", True)
    assert [one.message for one in action.diagnostics or ()] == [problem.message]
    assert action.edit
    author.put(SCENES, author.apply(action.edit)[SCENES])
    assert "to: garden" in author.texts[SCENES]
    await author.codes(SCENES)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_remedy_of_several_lines_is_named_by_its_help(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "    You hear water.", "    You hear water.\n  place: He said: 😀 no")
    author.type(SCENES, "  place: Home\n", "")
    (problem,) = await author.codes(SCENES, "Y109")
    (action,) = await author.actions(SCENES, problem.range)
    assert action.title == "Put the text under `|`, on a line of its own"
    assert action.edit
    author.put(SCENES, author.apply(action.edit)[SCENES])
    assert "  place: |\n    He said: 😀 no\n" in author.texts[SCENES]
    await author.codes(SCENES)


@pytest.mark.asyncio(loop_scope="session")
async def test_each_place_of_one_mistake_can_be_mended(author: Author) -> None:
    author.open(SCENES)
    text = author.texts[SCENES]
    author.put(SCENES, text.replace("has(ring)", "has(rung)").replace("take(ring)", "take(rung)"))
    found = await author.told(SCENES, lambda found: len(found) == 2)
    for problem in found:
        (action,) = await author.actions(SCENES, problem.range)
        assert action.edit
        assert author.apply(action.edit)[SCENES].count("rung") == 1


@pytest.mark.asyncio(loop_scope="session")
async def test_where_all_is_well_nothing_is_offered(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "to: garden", "to: gardn")
    (problem,) = await author.codes(SCENES, "R201")
    line = problem.range.start.line
    elsewhere = type(problem.range)(
        start=type(problem.range.start)(0, 0), end=type(problem.range.end)(line - 1, 0)
    )
    assert await author.actions(SCENES, elsewhere) == []
