"""Stories of any size: each a name and a function that writes a story of `n` of something into a folder.

All of them load without an error. Work on them is to grow no faster than n log n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

HEAD = "format: 1\nid: growing\ntitle: Growing\nstart: a0\n"
END = "z: {ending: {title: End}}\n"


class Source(NamedTuple):
    """The text of a story: of its scenes, what else stands in `story.yaml`, and its other files."""

    scenes: str
    head: str = ""
    files: Mapping[str, str] = MappingProxyType({})


def write(source: Source, folder: Path) -> Path:
    """Write a story into a folder that is not there yet, and give the folder."""
    head = source.head if "chapters:" in source.head else "chapters: {one: One}\n" + source.head
    files = {"story.yaml": HEAD + head, "one/scenes.yaml": source.scenes + END, **source.files}
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def _next(number: int, n: int) -> str:
    return f"a{number + 1}" if number + 1 < n else "z"


def _chain(n: int) -> Source:
    scenes = (
        f"a{i}: {{text: Words., choices: [{{text: On, to: {_next(i, n)}}}, {{text: Out, to: z}}]}}\n"
        for i in range(n)
    )
    return Source("".join(scenes))


def _one_way(n: int) -> Source:
    return Source("".join(f"a{i}: {{choices: [{{text: On, to: {_next(i, n)}}}]}}\n" for i in range(n)))


def _ladder(n: int) -> Source:
    """Two rails, and a rung at every step: every scene can be come to in two ways."""
    half = n // 2
    rails = (
        f"{rail}{i}: {{choices: [{{text: On, to: {_rung(rail, i, half)}}}, "
        f"{{text: Over, to: {_rung('b' if rail == 'a' else 'a', i, half)}}}]}}\n"
        for i in range(half)
        for rail in "ab"
    )
    return Source("".join(rails))


def _rung(rail: str, number: int, half: int) -> str:
    return f"{rail}{number + 1}" if number + 1 < half else "z"


def _diamonds(n: int) -> Source:
    """A chain of places where all ways meet, each a bottleneck."""
    third = max(n // 3, 1)
    scenes = (
        f"a{i}: {{choices: [{{text: L, to: l{i}}}, {{text: R, to: r{i}}}]}}\n"
        f"l{i}: {{to: {_next(i, third)}}}\nr{i}: {{to: {_next(i, third)}}}\n"
        for i in range(third)
    )
    return Source("".join(scenes))


def _hub(n: int) -> Source:
    """A room that every other one is entered from and left to."""
    rooms = "".join(f"a{i}: {{choices: [{{text: Back, to: a0}}]}}\n" for i in range(1, n))
    ways = "".join(f"  - {{text: T{i}, to: a{i}}}\n" for i in range(1, n))
    return Source(f"a0:\n  choices:\n{ways}  - {{text: Out, to: z}}\n{rooms}")


def _choices(n: int) -> Source:
    return Source("a0:\n  choices:\n" + "".join(f"  - {{text: T{i}, to: z}}\n" for i in range(n)))


def _once(n: int) -> Source:
    lines = "".join(f"  - {{text: T{i}, once: true, say: y}}\n" for i in range(n))
    return Source(f"a0:\n  choices:\n{lines}  to: z\n")


def _locked(n: int) -> Source:
    lines = "".join(f"  - {{text: T{i}, if: t, locked: Not now., to: z}}\n" for i in range(n))
    return Source(
        f"a0:\n  choices:\n{lines}  - {{text: T, do: t = true}}\n", "variables: {t: {start: false}}\n"
    )


def _outcomes(n: int) -> Source:
    lines = "".join(f"    - {{if: x == {i % 10}, say: s{i}, to: z}}\n" for i in range(n))
    return Source(
        f"a0:\n  choices:\n  - text: T\n    outcomes:\n{lines}    - {{to: z}}\n",
        "variables: {x: {range: [0, 9], start: 2}}\n",
    )


def _targets(n: int) -> Source:
    ways = "".join(f"  - {{if: x == {i % 10}, scene: z}}\n" for i in range(n))
    return Source(f"a0:\n  to:\n{ways}  - z\n", "variables: {x: {range: [0, 9], start: 2}}\n")


def _texts(n: int) -> Source:
    return Source(
        "a0:\n  text: |\n    " + "{x > 1: y}" * n + "\n  to: z\n",
        "variables: {x: {range: [0, 9], start: 2}}\n",
    )


def _values(n: int) -> Source:
    return Source(
        "a0:\n  text: |\n    " + "{x} " * n + "\n  to: z\n", "variables: {x: {range: [0, 9], start: 2}}\n"
    )


def _seq(n: int) -> Source:
    return Source(
        "a0:\n  text: |\n    {seq: "
        + "|".join(f"w{i}" for i in range(n))
        + "}\n  choices: [{text: Again, to: a0}, {text: On, to: z}]\n"
    )


def _words(n: int) -> Source:
    return Source("a0:\n  text: |\n    " + "word " * n + "\n  to: z\n")


def _variables(n: int) -> Source:
    scenes = "".join(
        f"a{i}: {{choices: [{{text: On, do: v{i} += 1, to: {_next(i, n)}}}, {{text: Out, if: v{i} > 1, to: z}}]}}\n"
        for i in range(n)
    )
    return Source(
        scenes, "variables:\n" + "".join(f"  v{i}: {{range: [0, 9], start: 1}}\n" for i in range(n))
    )


def _flags_in_a_scene(n: int) -> Source:
    lines = "".join(f"  - {{text: T{i}, if: not v{i}, do: v{i} = true}}\n" for i in range(n))
    return Source(
        f"a0:\n  choices:\n{lines}  - {{text: Out, to: z}}\n",
        "variables:\n" + "".join(f"  v{i}: {{start: false}}\n" for i in range(n)),
    )


def _unused(n: int) -> Source:
    return Source("a0: {to: z}\n", "variables:\n" + "".join(f"  v{i}: {{start: false}}\n" for i in range(n)))


def _items(n: int) -> Source:
    lines = "".join(f"  - {{text: T{i}, if: not i{i}, do: take(i{i})}}\n" for i in range(n))
    return Source(
        f"a0:\n  choices:\n{lines}  - {{text: Out, to: z}}\n",
        "items:\n" + "".join(f"  i{i}: {{name: I{i}}}\n" for i in range(n)),
    )


def _visits(n: int) -> Source:
    scenes = "".join(
        f"a{i}: {{choices: [{{text: On, to: {_next(i, n)}}}, {{text: Out, if: visits(a{i}) > 1, to: z}}, "
        "{text: Back, to: a0}]}\n"
        for i in range(n)
    )
    return Source(scenes)


def _unreached(n: int) -> Source:
    return Source("a0: {to: z}\n" + "".join(f"b{i}: {{to: z}}\n" for i in range(n)))


def _endings(n: int) -> Source:
    ways = "".join(f"  - {{text: T{i}, to: e{i}}}\n" for i in range(n))
    return Source(
        f"a0:\n  choices:\n{ways}" + "".join(f"e{i}: {{ending: {{title: E{i}}}}}\n" for i in range(n))
    )


def _effects(n: int) -> Source:
    lines = "".join("    - x += 1\n" for _ in range(n))
    return Source(f"a0:\n  do:\n{lines}  to: z\n", "variables: {x: {range: [0, 9], start: 2}}\n")


def _dense(n: int) -> Source:
    """As many ways as `n`, each scene to each other."""
    side = max(int(n**0.5), 2)
    ways = "".join(f"  - {{text: T{i}, to: a{i}}}\n" for i in range(side))
    return Source("".join(f"a{i}:\n  choices:\n{ways}  - {{text: Out, to: z}}\n" for i in range(side)))


def _ring(n: int) -> Source:
    return Source(
        "".join(
            f"a{i}: {{choices: [{{text: On, to: a{(i + 1) % n}}}, {{text: Out, to: z}}]}}\n" for i in range(n)
        )
    )


def _walkthrough(n: int) -> Source:
    steps = "    - again\n" * n
    return Source(
        "a0: {choices: [{id: again, text: Again, to: a0}, {id: out, text: Out, to: z}]}\n",
        files={
            "walkthroughs/long.yaml": f"- name: Long\n  choose:\n{steps}    - out\n  expect: {{ending: z}}\n"
        },
    )


def _claims(n: int) -> Source:
    return Source(
        "a0: {choices: [{text: T, do: x += 1}, {text: Out, to: z}]}\n",
        "variables: {x: {range: [0, 9], start: 2}}\n",
        {"claims.yaml": "".join(f"- {{name: C{i}, always: x >= 2}}\n" for i in range(n))},
    )


def _pages(n: int) -> Source:
    pages = "".join(f"- {{id: p{i}, title: P{i}, text: Words.}}\n" for i in range(n))
    return Source("a0: {choices: [{text: Out, to: z}]}\n", files={"pages.yaml": pages})


def _chapters(n: int) -> Source:
    head = "chapters:\n  one: One\n" + "".join(f"  c{i}: C{i}\n" for i in range(1, n))
    files = {f"c{i}/s.yaml": f"a{i}: {{choices: [{{text: On, to: {_next(i, n)}}}]}}\n" for i in range(1, n)}
    return Source(f"a0: {{choices: [{{text: On, to: {_next(0, n)}}}]}}\n", head, files)


def _in_place(n: int) -> Source:
    """Scenes that are written where they are led to."""
    ways = "".join(f"  - {{text: T{i}, to: {{text: There., to: z}}}}\n" for i in range(n))
    return Source(f"a0:\n  choices:\n{ways}")


def _then(n: int) -> Source:
    """As many ways as `n`: the choices of a scene all lead to the same places."""
    side = max(int(n**0.5), 2)
    ways = "".join(f"  - {{if: x == {i % 10}, scene: z}}\n" for i in range(side))
    lines = "".join(f"  - {{text: T{i}}}\n" for i in range(side))
    return Source(
        f"a0:\n  then:\n{ways}  - z\n  choices:\n{lines}", "variables: {x: {range: [0, 9], start: 2}}\n"
    )


STORIES: dict[str, Callable[[int], Source]] = {
    "a chain of scenes": _chain,
    "a chain with one way": _one_way,
    "a ladder": _ladder,
    "diamonds": _diamonds,
    "a hub": _hub,
    "a ring of scenes": _ring,
    "dense ways": _dense,
    "unreached scenes": _unreached,
    "endings": _endings,
    "choices in a scene": _choices,
    "once choices in a scene": _once,
    "locked choices in a scene": _locked,
    "outcomes of a choice": _outcomes,
    "ways in one to": _targets,
    "effects in a scene": _effects,
    "conditions in a text": _texts,
    "values in a text": _values,
    "words in a text": _words,
    "alternatives of a seq": _seq,
    "variables": _variables,
    "flags in a scene": _flags_in_a_scene,
    "unused variables": _unused,
    "items in a scene": _items,
    "counted scenes": _visits,
    "steps of a walkthrough": _walkthrough,
    "claims": _claims,
    "pages": _pages,
    "chapters": _chapters,
    "scenes in place": _in_place,
    "ways of a then": _then,
}
