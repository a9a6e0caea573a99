"""A story of three chapters with two endings, a page, things to carry and a word that changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

HEAD = """\
format: 1
id: test-story
title: A Test
start: hall
chapters: {the-hall: The Hall, 1-yard: The Yard, 2-road: The Road}
variables:
  steps: {range: [0, 3], start: 0}
  body: {range: [0, 2], start: 2, words: [failing, worn, sound]}
items: {ring: {name: A ring}}
status: "{body}"
"""
PAGES = """\
- id: notes
  title: What you know
  key: n
  text:
    - {if: has(ring), text: There is a ring.}
    - {if: steps > 1, text: It is a long way.}
"""
HALL = """\
hall:
  place: The hall
  text: "A hall, {cycle: dark|light}."
  choices:
    - {text: Take the ring., once: true, do: take(ring), say: It is cold.}
    - {text: Wait., say: You wait.}
    - {text: Go out., to: yard}
"""
YARD = """\
yard:
  place: The yard
  text: The yard.
  choices:
    - {text: Walk., do: [steps += 1, body -= 1], say: You walk.}
    - {text: Go on., to: road}
    - {text: Go in., to: hall}
    - {text: Lie down., to: asleep}
asleep: {ending: {title: Asleep, text: You sleep.}}
"""
ROAD = """\
road:
  place: The road
  text: The road.
  choices:
    - {text: On., to: far}
    - {text: Back., to: yard}
far: {ending: {title: Far, text: You are far.}}
"""


def write_chapters(write_story: Callable[..., Path]) -> Path:
    """Write the story and give its folder."""
    return write_story(
        HALL,
        head=HEAD,
        **{"the-hall__s": HALL, "1-yard__s": YARD, "2-road__s": ROAD, "one__scenes": ""},
        pages=PAGES,
    )
