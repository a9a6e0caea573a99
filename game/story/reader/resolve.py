"""SymbolTable looked up when every file is read: what is told of those that there are not.

One mistake is told once. What follows from a name that is declared with a mistake, or from a file that
can't be read, is not told at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from game.story.diagnostics.guesses.names import guess_scene
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import Problem, Remedy, SourceSpan
from game.story.reader.read_context import ReadContext

_ABOUT_NAMES = frozenset(("R202", "R203", "R206", "S112", "E303", "E304", "E307"))


def look_up(context: ReadContext, start: tuple[str, SourceSpan] | None) -> None:
    """Add to the problems what is wrong with the names of scenes, choices, variables and items."""
    told = [
        _asked_as_variable(problem, context)
        for problem, source in context.faults
        if not _follows(problem, source, context)
    ]
    named = [*context.scenes, *context.asked_scenes, *([start] if start else [])]
    if not context.scenes_lost:
        told += _missing("R201", "there is no scene `{}`", named, context.declared, context)
        if not context.choices_lost:
            message = "no choice of the story has the key `{}`"
            told += _missing("R207", message, context.chosen, {key for _, key in context.choices}, context)
            told += _missing_choices(context)
    context.problems += _once(told)


def _missing(
    code: str, message: str, named: Iterable[tuple[str, SourceSpan]], known: set[str], context: ReadContext
) -> Iterator[Problem]:
    helps: dict[str, str] = {}
    for name, place in named:
        if name in known or _poisoned(name, context):
            continue
        if name not in helps:
            helps[name] = context.suggestions.did_you_mean(name, known)
        help, told = helps[name], message.format(name)
        guess = guess_scene(name) if code == "R201" and not help else None
        if guess:
            told, help = guess.message, guess.remedy
        yield Problem(code, told, place, help)


def _asked_as_variable(problem: Problem, context: ReadContext) -> Problem:
    """Say of a variable that there is not that it is a scene or a choice, if it is one."""
    found = re.fullmatch(r"there is no variable `([\w.]+)`", problem.message)
    if problem.help or not found:
        return problem
    name = found[1]
    if name in context.declared:
        help = Remedy(f"`{name}` is a scene: write `visited({name})`", f"visited({name})")
        return problem._replace(help=help)
    scenes = sorted(scene for scene, key in context.choices if key == name)
    asked = name if len(scenes) != 1 else f"{scenes[0]}.{name}"
    help = Remedy(f"`{name}` is a choice: write `chosen({asked})`", f"chosen({asked})")
    return problem._replace(help=help) if scenes else problem


def _missing_choices(context: ReadContext) -> Iterator[Problem]:
    """Tell of choices asked about that there are not; that a scene is not there is told in their stead."""
    for name, place in context.asked_choices:
        scene, _, key = name.rpartition(".")
        if (scene, key) in context.choices or _poisoned(key, context):
            continue
        if scene not in context.declared:
            front = place._replace(end_column=place.column + len(scene))  # of `scene.key`
            message = "there is no scene `{}`"
            for problem in _missing("R201", message, [(scene, place)], context.declared, context):
                yield problem._replace(help=_moved(problem.help, front))
            continue
        help = context.suggestions.did_you_mean(
            key, (other for where, other in context.choices if where == scene)
        )
        back = place._replace(column=place.end_column - len(key))
        yield Problem("R211", f"there is no choice `{key}` in `{scene}`", place, _moved(help, back))


def _moved(help: str, place: SourceSpan) -> str:
    """Return a help with another place of what it mends."""
    return Remedy(help, help.new, place) if isinstance(help, Remedy) else help


def _follows(problem: Problem, source: str, context: ReadContext) -> bool:
    """Whether a fault in a condition or effect may come from a mistake that is told elsewhere."""
    if context.names_lost and problem.code in _ABOUT_NAMES:
        return True
    return bool(context.poisoned) and any(_poisoned(word, context) for word in re.findall(r"\w+", source))


def _poisoned(name: str, context: ReadContext) -> bool:
    """Whether a name is one that is declared with a mistake, or was most likely meant by one."""
    if not context.poisoned:
        return False
    if name not in context.meant:
        context.meant[name] = name in context.poisoned or context.suggestions.resembles(
            name, context.poisoned
        )
    return context.meant[name]


def _once(problems: list[Problem]) -> Iterator[Problem]:
    """Tell a name that there is not only at its first place: it is forgotten, or declared otherwise."""
    same: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.code.startswith("R"):
            name = problem.message.split("`")[1]
            same.setdefault((problem.code, name), []).append(problem)
        else:
            yield problem
    for group in same.values():
        first, *others = sorted(group, key=lambda problem: problem.place)
        more = len(others)
        also = f", here and in {how_many(more, 'more place')}" if more else ""
        yield first._replace(message=first.message + also, more=tuple(one.place for one in others))
