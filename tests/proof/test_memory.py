"""What one proof leaves to the next: it is quicker, and its answers are the same."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from game import StoryError, load_story
from game.play.engine.rules import Rules
from game.proof.effort import Effort
from game.proof.memory.disk import file_of, read_memory, write_memory
from game.proof.memory.model import Memory
from game.proof.report.render import changes_so_far, finding_id, is_settled
from game.proof.report.verdict import Verdict
from game.proof.verify import Limits, verify
from tests.support.generate import write_chapters, write_story
from tests.support.mutate import EDITS as MUTATIONS

LITTLE = Effort(patience=200, short_patience=50, patience_share=0.0, least_sampling=0.0)
BY_SETS = Limits(states=10)


def told(verdict: Verdict) -> object:
    """Return everything that must not hang on what was remembered."""
    return (
        verdict.proved,
        {
            # Two shortest walkthroughs may break a claim in two situations.
            (one.problem.code, one.problem.message.split(" is broken in ")[0], len(one.walkthrough or ()))
            for one in verdict.findings
        },
        {(one.id, one.reachable, len(one.shortest or ()), one.is_shortest) for one in verdict.endings},
        {(one.claim.name, one.holds) for one in verdict.claims},
        {
            name: {chapter: span.proved for chapter, span in spans.items()}
            for name, spans in verdict.spans.items()
        },
    )


def names(verdict: Verdict) -> set[tuple[str, str, str, str]]:
    """Return what was found, but not in which situation a claim is broken."""
    return {
        (one.problem.code, one.problem.message.split(" is broken in ")[0], one.scene, one.choice)
        for one in verdict.findings
    }


@pytest.fixture(scope="module")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_chapters(tmp_path_factory.mktemp("chapters"), 3, 20)
    (folder / "claims.yaml").write_text(
        "- {name: Suspicion and trust, never: suspicion >= 5 and trust >= 5 and bond >= 4}\n"
        "- {name: Nobody is trusted at first, never: at(c0_begin) and trust > 5}\n",
        encoding="utf-8",
    )
    return folder


EDITS: list[tuple[str, str]] = [
    ("Some words that stand here", "Other words that stand here"),
    ('"if": "trust >= 2"', '"if": "trust < 2"'),
    ('"do": ["trust += 1"', '"do": ["trust -= 1"'),
    ('"once": true, ', ""),
]


@pytest.mark.parametrize(("old", "new"), EDITS, ids=["a text", "a condition", "an effect", "a counter"])
def test_the_answers_after_an_edit_are_those_without_a_memory(
    chapters: Path, tmp_path: Path, old: str, new: str
) -> None:
    memory = Memory()
    verify(load_story(chapters), BY_SETS, effort=LITTLE, memory=memory)
    assert memory.program
    assert memory.walks
    for file in sorted(chapters.rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.relative_to(chapters)).parent.mkdir(exist_ok=True)
        (tmp_path / file.relative_to(chapters)).write_text(text.replace(old, new, 1), encoding="utf-8")
    edited = load_story(tmp_path)
    with_memory = verify(edited, BY_SETS, effort=LITTLE, memory=memory)
    assert told(with_memory) == told(verify(edited, BY_SETS, effort=LITTLE))
    assert told(verify(edited, BY_SETS, effort=LITTLE, memory=memory)) == told(with_memory)


def test_what_an_edit_broke_is_told_before_the_proof_is_over(chapters: Path, tmp_path: Path) -> None:
    memory = Memory()
    shutil.copytree(chapters, tmp_path, dirs_exist_ok=True)
    before = verify(load_story(tmp_path), BY_SETS, effort=LITTLE, memory=memory)
    for file in tmp_path.rglob("scenes.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"to": "c0_watch3"', '"to": "c0_hub"'), encoding="utf-8")
    so_far: list[Verdict] = []
    now = verify(load_story(tmp_path), BY_SETS, effort=LITTLE, memory=memory, so_far=so_far.append)
    broken = names(now) - names(before)
    assert broken
    assert names(so_far[-1]) >= broken
    first = "\n".join(changes_so_far(before, so_far[-1]))
    assert all(message in first for _, message, _, _ in broken)
    assert is_settled(so_far[-1])
    known = {finding_id(finding) for finding in so_far[-1].findings}
    assert len(list(changes_so_far(before, so_far[-1], known))) == 1  # what was told is only counted


def test_a_memory_on_disk_is_what_it_was_or_nothing(chapters: Path, tmp_path: Path) -> None:
    memory = Memory()
    verify(load_story(chapters), BY_SETS, effort=LITTLE, memory=memory)
    file = file_of(chapters, tmp_path)
    assert read_memory(file) == Memory()
    write_memory(file, memory)
    assert read_memory(file) == replace(memory, answered=None)
    whole = file.read_text(encoding="utf-8")
    head, _, payload = whole.partition("\n")
    changed = json.loads(payload)
    changed["certificates"].clear()
    for damaged in (
        "",
        "{",
        "[]",
        "null",
        whole[:-1],
        whole.replace("c0_", "c1_", 1),
        f"{head}\n{json.dumps(changed)}",
        payload,
        "[" * 99_999,
    ):
        file.write_text(damaged, encoding="utf-8")
        assert read_memory(file) == Memory()
    file.unlink()
    file.mkdir()
    write_memory(file, memory)
    assert read_memory(file) == Memory()


def test_walks_that_cannot_be_taken_any_more_are_left_out(chapters: Path) -> None:
    memory = Memory(walks=[(-1, "nowhere"), (0, "x"), (-1, "c0"), (7, "loose")])
    fresh = verify(load_story(chapters), BY_SETS, effort=LITTLE)
    assert told(verify(load_story(chapters), BY_SETS, effort=LITTLE, memory=memory)) == told(fresh)


def test_an_edit_that_is_taken_back_finds_what_was_known_before_it(chapters: Path, tmp_path: Path) -> None:
    shutil.copytree(chapters, tmp_path / "story")
    file = next((tmp_path / "story").glob("*/scenes.yaml"))
    before, memory = file.read_text(encoding="utf-8"), Memory()
    programs = []
    for old, new in [("", ""), EDITS[1], ("", "")]:
        file.write_text(before.replace(old, new, 1), encoding="utf-8")
        verify(load_story(tmp_path / "story"), BY_SETS, effort=LITTLE, memory=memory)
        programs.append(memory.program)
    assert programs[0] == programs[2] != programs[1]
    assert [one.program for one in memory.earlier] == [programs[1]]
    assert memory.of_same_program(programs[1]) is memory.earlier[0]


NEW_NAMES = {
    "a scene": [("c0_watch3", "c0_guard")],
    "a choice": [('"id": "watch0"', '"id": "one"')],
    "two choices, one as the other was": [
        ('"id": "watch0"', '"id": "%"'),
        ('"id": "watch1"', '"id": "watch0"'),
        ('"%"', '"watch1"'),
    ],
    "words": [("Some words that stand here", "Other words that stand here")],
}


@pytest.mark.parametrize("edits", NEW_NAMES.values(), ids=NEW_NAMES)
@pytest.mark.parametrize("is_from_file", [False, True], ids=["in one process", "from a file"])
def test_a_program_that_is_as_it_was_has_the_same_answers_in_new_names(
    chapters: Path, tmp_path: Path, edits: list[tuple[str, str]], is_from_file: bool
) -> None:
    memory, steps = Memory(), list[str]()
    before = verify(load_story(chapters), BY_SETS, effort=LITTLE, memory=memory)
    program = memory.program
    if is_from_file:
        write_memory(tmp_path / "memory", memory)
        memory = read_memory(tmp_path / "memory")
    shutil.copytree(chapters, tmp_path / "story")
    for file in (tmp_path / "story").rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for old, new in edits:
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    edited = load_story(tmp_path / "story")
    again = verify(edited, BY_SETS, steps.append, effort=LITTLE, memory=memory)
    assert memory.program == program
    assert ("playing to see" in steps) == is_from_file
    assert told(again) == told(before)
    for key, walkthrough in again.taken.items():
        assert walkthrough[-1] == key[1]
        state = Rules(edited).start()
        for choice in walkthrough:
            state = Rules(edited).step(state, choice)


def test_choices_that_swap_their_names_are_told_apart_by_their_places(
    write_story: Callable[..., Path],
) -> None:
    scenes = "a: {{choices: [{{text: Go., id: {}, to: b}}, {{text: On., id: {}, to: c}}]}}\nb: {{ending: {{title: B}}}}\nc: {{ending: {{title: C}}}}\n"
    memory, by_sets = Memory(), Limits(states=1)
    verify(load_story(write_story(scenes.format("x", "y"))), by_sets, memory=memory)
    kept = replace(memory, answered=None)  # as from a file
    swapped = load_story(write_story(scenes.format("y", "x")))
    for known in (memory, kept):
        now = verify(swapped, by_sets, memory=known)
        assert known.program == memory.program
        assert {one.id: (one.shortest, one.is_shortest) for one in now.endings} == {
            "b": (("y",), True),
            "c": (("x",), True),
        }


def test_what_was_proved_of_another_program_is_not_believed(chapters: Path) -> None:
    memory = Memory()
    verify(load_story(chapters), BY_SETS, effort=LITTLE, memory=memory)
    other = replace(memory, program="another")
    kept = other.of_same_program(memory.program)
    assert (kept.shortest, kept.spans, kept.traps_proved) == ({}, {}, False)
    assert memory.of_same_program(memory.program) is memory


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 60))]
)
def test_one_edit_after_the_other_has_the_answers_of_a_proof_by_listing(tmp_path: Path, seed: int) -> None:
    random, memory, loaded = Random(seed), Memory(), 0  # the first edit may make the first story of it
    folder = write_story(tmp_path / "story", seed, 4 + seed % 4, choices=2 + seed % 3, rich=True)
    for _ in range(6):
        before = {file: file.read_bytes() for file in folder.rglob("*.yaml")}
        random.choice(MUTATIONS)(folder, random)
        try:
            story = load_story(folder)
        except StoryError:  # the edit made no story
            for file, text in before.items():
                file.write_bytes(text)
            continue
        listed, loaded = verify(story), loaded + 1
        if listed.figures.get("states", 0) == 0:
            return
        so_far: list[Verdict] = []
        by_sets = verify(story, BY_SETS, effort=LITTLE, memory=memory, so_far=so_far.append)
        assert told(by_sets) == told(listed)
        if loaded > 1 and random.random() < 0.4:  # it is taken back
            for file, text in before.items():
                file.write_bytes(text)
            back = load_story(folder)
            assert told(verify(back, BY_SETS, effort=LITTLE, memory=memory)) == told(verify(back))
        for early in so_far:  # what was told before the end is not taken back
            assert names(early) <= names(by_sets)
            assert not is_settled(early) or names(early) == names(by_sets)  # nor is anything added


@pytest.mark.slow
def test_watching_tells_what_an_edit_broke_and_mended(
    write_story: Callable[..., Path], tmp_path: Path
) -> None:
    scenes = "a: {choices: [{text: Go., id: go, to: b}]}\nb: {choices: [{text: On., id: on, to: end}]}\nend: {ending: {title: End}}\n"
    folder = write_story(scenes)
    file = folder / "one" / "scenes.yaml"
    command = [sys.executable, "-m", "game", "verify", str(folder), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout

        read = b""

        def wait_for(words: str) -> None:
            nonlocal read
            assert process.stdout
            end = time.monotonic() + 60
            while words.encode() not in read:
                assert select.select([process.stdout], [], [], max(end - time.monotonic(), 0))[0], read
                read += os.read(process.stdout.fileno(), 65536)
            read = read.partition(words.encode())[2]

        try:
            wait_for("figures:")
            file.write_text(scenes.replace("to: b}", "to: end}"), encoding="utf-8")
            wait_for("warning[G501]: the scene `b` is never reached")
            wait_for("1 broken by this edit, 0 mended")
            file.write_text(scenes.replace("to: b}", "to: c}"), encoding="utf-8")
            wait_for("error[R201]")
            file.write_text(scenes, encoding="utf-8")
            wait_for("mended: the scene `b` is never reached")
        finally:
            process.kill()
