"""A playthrough written down as a walkthrough."""

from __future__ import annotations

import json
from collections.abc import Iterator

from game.play.playthrough import Playthrough
from game.story.diagnostics.problem import GameError
from game.story.language.symbols import Value
from game.story.sanitize import visible


def as_walkthrough(play: Playthrough, name: str) -> str:
    """Write a playthrough as a file of walkthroughs that expects what is so at its end.

    Raises GameError if it does not begin at the story's beginning.
    """
    if play.start is not None:
        raise GameError("this game goes on in a story that has changed, so its first choices are not known")
    return "\n".join(_lines(play, name)) + "\n"


def _lines(play: Playthrough, name: str) -> Iterator[str]:
    yield f"- name: {json.dumps(visible(name), ensure_ascii=False)}"
    yield "  choose:" if play.log else "  choose: []"
    yield from (f"    - {step.key}" for step in play.log)
    yield "  expect:"
    yield f"    {'ending' if play.ending else 'scene'}: {play.scene}"
    start = {variable.name: variable.start for variable in play.story.variables.values()}
    for thing, value in play.values.items():
        if value != start.get(thing, False):
            yield f"    {thing}: {_scalar(value)}"


def _scalar(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
