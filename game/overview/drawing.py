"""A map of a story in the languages of Mermaid and Graphviz, and as a picture."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from game.overview.story_map import Edge, StoryMap
from game.story.diagnostics.problem import GameError
from game.story.model import Chapter, Scene, Story
from game.story.sanitize import visible

_LONGEST = 36  # characters of a condition that are drawn; in a picture the whole of it shows on pointing
_MOST = 3  # conditions of one edge that are drawn
_PAPER, _INK = (255, 255, 255), (240, 125, 70)  # the colours of a scene that is never seen, and always
_SECONDS = 120  # for Graphviz
_MARKS = {
    "plain": 'shape=box style="rounded,filled" fillcolor=white',
    "start": 'shape=box style="filled,bold" fillcolor="#d3f0d8"',
    "bottleneck": 'shape=hexagon style=filled fillcolor="#ffe9b8"',
    "ending": 'shape=box style=filled fillcolor="#dfe3ee" peripheries=2',
}


def _mark(drawn: StoryMap, scene: Scene) -> str:
    if scene.ending:
        return "ending"
    if scene.id == drawn.story.start:
        return "start"
    return "bottleneck" if scene.id in drawn.bottlenecks else "plain"


class _Nest(NamedTuple):
    """A scene, and those that are written in it."""

    scene: Scene
    inner: list[_Nest]


def _nests(scenes: Sequence[Scene]) -> list[_Nest]:
    """Return some scenes, each in the one that it is written in if that is among them."""
    nests = {scene.id: _Nest(scene, []) for scene in scenes}
    outer: list[_Nest] = []
    for nest in nests.values():
        around = nests.get(nest.scene.written_in)
        (outer if around is None else around.inner).append(nest)
    return outer


def _label(scene: Scene) -> str:
    """Return the name of a scene; of one that is written in another, what it has beyond that one's."""
    return scene.id.removeprefix(f"{scene.written_in}.")


def _title(drawn: StoryMap) -> str:
    title = drawn.story.title if drawn.chapter is None else f"{drawn.story.title}: {drawn.chapter.title}"
    if drawn.heat is None:
        return title
    return f"{title} (the share of {drawn.heat.playthroughs:,} random playthroughs that see a scene)"


def _conditions(edge: Edge) -> list[str]:
    """Return what is drawn of an edge's conditions."""
    told = [one if len(one) <= _LONGEST else one[: _LONGEST - 1] + "…" for one in edge.conditions]
    return told if len(told) <= _MOST else [*told[: _MOST - 1], f"or {len(told) - _MOST + 1} more"]


# --- Graphviz ---------------------------------------------------------------------


def as_dot(drawn: StoryMap) -> str:
    """Draw a map in Graphviz's language."""
    return "\n".join(_dot(drawn)) + "\n"


def _dot(drawn: StoryMap) -> Iterator[str]:
    yield "digraph story {"
    yield f"  graph [label={_quoted(_title(drawn))} labelloc=t fontsize=20 fontname=Helvetica"
    yield "    rankdir=TB ranksep=0.45 nodesep=0.3 newrank=true]"
    yield '  node [fontname=Helvetica fontsize=12 margin="0.12,0.05" height=0.3]'
    yield '  edge [fontname=Helvetica fontsize=9 fontcolor="#555555" color="#777777" arrowsize=0.7]'
    for chapter, scenes in drawn.chapters:
        yield from _cluster(drawn, chapter, scenes) if drawn.holds(chapter) else _neighbours(chapter, scenes)
    for edge in drawn.edges:
        label = "\\n".join(_escaped(one) for one in _conditions(edge))
        about = "\\n".join(_escaped(_told(way.choice, way.condition)) for way in edge.ways)
        style = (" style=dashed" if edge.conditions else "") + (' color="#c4c4c4"' if edge.back else "")
        yield f'  {_quoted(edge.source)} -> {_quoted(edge.target)} [label="{label}" tooltip="{about}"{style}]'
    yield "}"


def _cluster(drawn: StoryMap, chapter: Chapter, scenes: Sequence[Scene]) -> Iterator[str]:
    yield f"  subgraph {_quoted('cluster_' + chapter.id)} {{"
    yield f'    label={_quoted(chapter.title)} fontsize=16 style="rounded,filled"'
    yield '    color="#bbbbbb" fillcolor="#f5f5f5"'
    for nest in _nests(scenes):
        yield from _dot_box(drawn, nest, "    ")
    yield "  }"


def _dot_box(drawn: StoryMap, nest: _Nest, indent: str) -> Iterator[str]:
    """Draw a scene; those that are written in it stand with it in a box, drawn small."""
    scene, inner = nest
    if not inner:
        yield f"{indent}{_quoted(scene.id)} [{_dot_scene(drawn, scene)}]"
        return
    yield f"{indent}subgraph {_quoted('cluster_in_' + scene.id)} {{"
    yield f'{indent}  label="" style="rounded,dotted" color="#999999"'
    yield f"{indent}  {_quoted(scene.id)} [{_dot_scene(drawn, scene)}]"
    for one in inner:
        yield from _dot_box(drawn, one, indent + "  ")
    yield f"{indent}}}"


def _neighbours(chapter: Chapter, scenes: Sequence[Scene]) -> Iterator[str]:
    """Yield scenes of a chapter that the map is not of: by name, wherever they fit."""
    look = f'shape=plaintext fontcolor="#666666" tooltip={_quoted(chapter.title)}'
    for scene in scenes:
        yield f"  {_quoted(scene.id)} [label={_quoted(scene.id)} {look}]"


def _dot_scene(drawn: StoryMap, scene: Scene) -> str:
    """Return the attributes of a scene."""
    title = scene.ending.title if scene.ending else scene.title
    about = f"tooltip={_quoted(title.source.strip() if title else scene.id)} {_MARKS[_mark(drawn, scene)]}"
    label = _label(scene)
    if scene.written_in:
        about += " fontsize=9 height=0.2"
    if drawn.heat is None:
        return f"label={_quoted(label)} {about}"
    share = drawn.heat.shares[scene.id]
    return f'label="{label}\\n{_percent(share)}" {about} fillcolor="{_colour(share)}"'


def _told(choice: str, condition: str) -> str:
    return f"{choice or '(goes on)'}{f' if {condition}' if condition else ''}"


def _percent(share: float) -> str:
    return "never" if share == 0 else f"{share:.1%}" if share < 0.1 else f"{share:.0%}"


def _colour(share: float) -> str:
    mixed = (round(paper + (ink - paper) * share) for paper, ink in zip(_PAPER, _INK, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')


def as_svg(drawn: StoryMap) -> str:
    """Draw a map as a picture. Raises GameError if Graphviz is not installed or can't draw it."""
    dot = shutil.which("dot")
    if dot is None:
        raise GameError("a picture needs Graphviz, which is not installed; `--format dot` does without")
    try:
        done = subprocess.run(  # noqa: S603 - the program just found, told nothing but what to write
            [dot, "-Tsvg"],
            input=as_dot(drawn),
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise GameError("Graphviz could not draw this; `--chapter` makes a smaller map") from None
    return done.stdout


# --- Mermaid ----------------------------------------------------------------------


def as_mermaid(drawn: StoryMap) -> str:
    """Draw a map in Mermaid's language, which GitHub shows in Markdown."""
    return "\n".join(_mermaid(drawn)) + "\n"


_SHAPES = {"plain": "({})", "start": "[{}]", "bottleneck": "{{{{{}}}}}", "ending": "[[{}]]"}


def _mermaid(drawn: StoryMap) -> Iterator[str]:
    nodes = _nodes(drawn.story)
    yield f"---\ntitle: {json.dumps(visible(_title(drawn)))}\n---"  # a quoted text of YAML too
    yield "flowchart TD"
    for number, (chapter, scenes) in enumerate(drawn.chapters):
        yield f'  subgraph chapter_{number}["{_entities(chapter.title)}"]'
        for nest in _nests(scenes):
            yield from _mermaid_box(drawn, nodes, nest, "    ")
        yield "  end"
    for edge in drawn.edges:
        label = "<br>".join(_entities(one) for one in _conditions(edge))
        arrow = f'-.->|"{label}"|' if label else "-->"
        yield f"  {nodes[edge.source]} {arrow} {nodes[edge.target]}"
    yield "  classDef start fill:#d3f0d8"
    yield "  classDef bottleneck fill:#ffe9b8"
    yield "  classDef ending fill:#dfe3ee"
    shown = [scene.id for _, scenes in drawn.chapters for scene in scenes]
    if drawn.heat is not None:
        yield from (f"  style {nodes[id_]} fill:{_colour(drawn.heat.shares[id_])}" for id_ in shown)


def _mermaid_box(drawn: StoryMap, nodes: Mapping[str, str], nest: _Nest, indent: str) -> Iterator[str]:
    """Draw a scene; those that are written in it stand with it in a box, drawn small."""
    scene, inner = nest
    share = "" if drawn.heat is None else f"<br>{_percent(drawn.heat.shares[scene.id])}"
    label = f"<small>{_label(scene)}{share}</small>" if scene.written_in else f"{scene.id}{share}"
    mark, node = _mark(drawn, scene), nodes[scene.id]
    shape = _SHAPES[mark].format(f'"{label}"')
    if not inner:
        yield f"{indent}{node}{shape}:::{mark}"
        return
    yield f'{indent}subgraph in_{node}[" "]'
    yield f"{indent}  {node}{shape}:::{mark}"
    for one in inner:
        yield from _mermaid_box(drawn, nodes, one, indent + "  ")
    yield f"{indent}end"


def _nodes(story: Story) -> dict[str, str]:
    """Return the names of the scenes as Mermaid has them, where a dot would mean something."""
    return {id_: f"w_{n}" if "." in id_ else f"s_{id_}" for n, id_ in enumerate(story.scenes)}


def _entities(text: str) -> str:
    """Write a text so that nothing in it means anything to Mermaid."""
    return "".join(sign if sign.isalnum() or sign in " ._-…" else f"#{ord(sign)};" for sign in visible(text))


FORMATS: dict[str, Callable[[StoryMap], str]] = {"mermaid": as_mermaid, "dot": as_dot, "svg": as_svg}
