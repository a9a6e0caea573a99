"""Everything that is wrong with a story, or not as meant, that can be told without playing it.

A check is a generator of problems whose docstring is its manual page. The checks here are about use
and about the graph, so they look only at a story that could be played.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from game.lint.constants import always_swallowed, never_moves, verdict
from game.lint.def_use import Uses
from game.lint.stuck import runs_out
from game.story.diagnostics.codes import ALLOW
from game.story.diagnostics.problem import Problem
from game.story.diagnostics.render import Sources
from game.story.language.symbols import Item, Variable
from game.story.model import Scene, Story
from game.story.reader.load import in_order, read_story

Check = Callable[[Story, Uses], Iterator[Problem]]


def lint(folder: Path | str) -> list[Problem]:
    """Find every problem of a story that nobody has silenced, in the order of its files and lines."""
    story, problems = read_story(folder)
    if story is not None:
        uses = Uses(story)
        found = [problem for check in CHECKS for problem in check(story, uses)]
        problems = in_order([*problems, *found], _files(story))
    sources = Sources()
    return [problem for problem in problems if not _silenced(problem, sources)]


def _files(story: Story) -> list[str]:
    scenes = (scene.where.file for scene in story.scenes.values())
    return list(dict.fromkeys((str(story.folder / "story.yaml"), *scenes)))


# --- silencing ----------------------------------------------------------------

_BLOCK = re.compile(r"[|>][-+0-9]*\s*#")


def _silenced(problem: Problem, sources: Sources) -> bool:
    """Whether a warning is allowed where it stands.

    That is on its line, on a line of comment right above, or, in a text under `|`, on the line of the `|`.
    """
    if problem.severity == "error":
        return False
    file, line, _, _ = problem.place
    here = sources.line(file, line) or ""
    above = sources.line(file, line - 1) or "" if line > 1 else ""
    allowed = ALLOW.findall(here)
    if above.lstrip().startswith("#"):
        allowed += ALLOW.findall(above)
    return any(problem.code in codes for codes in allowed) or _block_allows(problem, sources)


def _block_allows(problem: Problem, sources: Sources) -> bool:
    line = problem.place.line
    indent = problem.place.column
    while line > 1 and indent > 0:
        line -= 1
        text = sources.line(problem.place.file, line) or ""
        blanks = len(text) - len(text.lstrip())
        if text.strip() and blanks < indent:
            indent = blanks
            if _BLOCK.search(text):
                return any(problem.code in codes for codes in ALLOW.findall(text))
            if text.rstrip().endswith(":"):
                return False
    return False


# --- the checks -----------------------------------------------------------------


def unused_names(story: Story, uses: Uses) -> Iterator[Problem]:
    """R208: a variable or item is declared and nothing in the story speaks of it."""
    everything: list[Variable | Item] = [*story.variables.values(), *story.items.values()]
    for declared in everything:
        name = declared.name
        used = name in uses.read or name in uses.changed
        if not used and declared.place:
            what = "variable" if isinstance(declared, Variable) else "item"
            yield Problem("R208", f"the {what} `{name}` is never used", declared.place)


def unread_variables(story: Story, uses: Uses) -> Iterator[Problem]:
    """R209: a variable is set, and no condition, text, walkthrough or other variable ever reads it."""
    for variable in story.variables.values():
        if variable.name in uses.changed and variable.name not in uses.read and variable.place:
            first = uses.changed[variable.name][0].place
            message = f"the variable `{variable.name}` is set and never read"
            yield Problem("R209", message, variable.place, "", first, "set here first")


def constant_variables(story: Story, uses: Uses) -> Iterator[Problem]:
    """R210: a variable is read, and no effect ever sets it, so it stays what it is at the start."""
    for variable in story.variables.values():
        if variable.name in uses.read and variable.name not in uses.changed and variable.place:
            message = f"the variable `{variable.name}` is read and never set"
            yield Problem("R210", message, variable.place, "", uses.read[variable.name], "read here first")


def items_never_given(story: Story, uses: Uses) -> Iterator[Problem]:
    """G405: an item is asked for or dropped, and no effect ever gives it."""
    for item in story.items.values():
        if item.name not in uses.given and item.place:
            first = uses.read.get(item.name)
            if first or item.name in uses.changed:
                message = f"the item `{item.name}` is required and never given"
                yield Problem("G405", message, item.place, "", first, "required here first")


def locked_and_open(story: Story, uses: Uses) -> Iterator[Problem]:
    """S117: a choice has a `locked` text, and nothing ever locks it."""
    for scene in story.scenes.values():
        for choice in scene.choices:
            if choice.locked and choice.condition is None and choice.outcomes[-1].condition is None:
                message = "this `locked` text is never shown: the choice is always open"
                yield Problem("S117", message, choice.locked[0].place, "give the choice an `if`")


def settled_conditions(story: Story, uses: Uses) -> Iterator[Problem]:
    """E308, E309: a condition can't hold, or can't fail, whatever values its names have.

    Each name may have any value that the story ever gives it; how names hang together is not known
    here, but by `escape verify`.
    """
    for condition, place in uses.conditions():
        settled = verdict(condition, story, uses)
        if settled is False:
            yield Problem("E308", f"`{condition.source.strip()}` never holds", place())
        elif settled is True:
            yield Problem("E309", f"`{condition.source.strip()}` always holds", place())


def swallowed_effects(story: Story, uses: Uses) -> Iterator[Problem]:
    """E310: whatever the value was, an effect would leave its range, so it is always cut off at the end.

    Also a variable that starts at one end of its range, and every effect pushes it further that way.
    """
    for assignments in uses.changed.values():
        target = assignments[0].target
        if not isinstance(target, Variable):
            continue
        stuck = never_moves(target, assignments)
        for assignment in assignments:
            if assignment.place and (stuck or always_swallowed(assignment, story)):
                message = f"the range of `{target.name}`, {target.low} to {target.high}, always swallows this"
                yield Problem("E310", message, uses.place_in(assignment.place, assignment.term))


def unreachable_scenes(story: Story, uses: Uses) -> Iterator[Problem]:
    """G402, G403: no choice and no way on leads from the start to a scene or an ending.

    Of scenes that only lead to each other, the first is told.
    """
    reached = _reached(story, story.start, set())
    lost = [scene for scene in story.scenes if scene not in reached]
    led_to = {target for scene in lost for target in ways(story.scenes[scene]) if target != scene}
    covered: set[str] = set()
    for scene in sorted(lost, key=lambda scene: scene in led_to):
        if scene in covered:
            continue
        behind = _reached(story, scene, reached | covered)
        covered |= behind
        yield _lost(story.scenes[scene], len(behind) - 1)


def _lost(scene: Scene, behind: int) -> Problem:
    also = f", nor to the {behind} that can only be reached from it" if behind > 1 else ""
    also = also or (", nor to the one that can only be reached from it" if behind else "")
    if scene.ending:
        return Problem("G403", f"nothing leads to the ending `{scene.id}`", scene.where)
    return Problem("G402", f"nothing leads to the scene `{scene.id}`{also}", scene.where)


def _reached(story: Story, start: str, known: set[str]) -> set[str]:
    """Give the scenes that can be come to from one, itself included, without those already known."""
    found = {start}
    waiting = [start]
    while waiting:
        for scene in ways(story.scenes[waiting.pop()]):
            if scene not in found and scene not in known:
                found.add(scene)
                waiting.append(scene)
    return found


def ways(scene: Scene) -> Iterator[str]:
    """Give every scene that a scene may lead to, whatever the conditions."""
    for target in scene.targets:
        yield target.scene
    for choice in scene.choices:
        for outcome in choice.outcomes:
            for target in outcome.targets:
                yield target.scene


def scenes_that_run_out(story: Story, uses: Uses) -> Iterator[Problem]:
    """G404: a scene without a `to` may be left with no open choice, and the player is stuck."""
    for scene in runs_out(story):
        message = f"the scene `{scene.id}` may run out of choices, and has no `to`"
        yield Problem("G404", message, scene.where)


CHECKS: tuple[Check, ...] = (
    locked_and_open,
    unused_names,
    unread_variables,
    constant_variables,
    items_never_given,
    settled_conditions,
    swallowed_effects,
    unreachable_scenes,
    scenes_that_run_out,
)
