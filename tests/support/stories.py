"""A story that several tests play: two rooms, a key to be found, a door, and two endings."""

from __future__ import annotations

STORY = """
hall:
  title: The hall
  place: Home
  text: |
    The lamp is *out*, and the stove too.

    You hear water.
  choices:
    - text: Feel along the wall for the key.
      once: true
      do: take(ring)
      say: A nail, a hat, and behind the hat the key.
    - text: Go through the door.
      if: has(ring)
      locked: The door is locked.
      to: garden
    - text: Sit down.
      say: You sit.
    - {text: Lie down., id: lie, to: sleep}
garden:
  place: The garden
  text: "림규남 waits under the tree."
  choices:
    - {text: Speak., say: He looks up., to: end}
end:
  ending: {title: In the garden, text: That is all.}
sleep:
  ending: {title: Asleep, text: You sleep.}
"""
PAGES = "- {id: map, title: The map, key: n, text: Two rooms.}\n"
