"""Other players of stories, where they are installed; all play ink, compiled by inkjs.

inkjs runs in a process of its own that is kept, so that its compiler is warm; bink and inkcpp-py are
imported. Each player has `load` (seconds), and `walk`, which plays by a list of picks.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

from game.publish.html_page import HERE
from tests.bench.measure import seconds

WALKER = Path(__file__).with_name("walk.js")
PAGE_WALKER = Path(__file__).with_name("player.mjs")
PLAYER = HERE / "player.js"
INSTALL = {
    "inkjs": "npm install inkjs, and its folder in NODE_PATH",
    "bink": "pip install bink",
    "inkcpp": "pip install inkcpp-py",
}


class Walk(NamedTuple):
    """What came of a walk: how long it took, how often it began again, and the words it met.

    Only one of `letters` and `hash` is found: hashing would be measured with the playing.
    """

    seconds: float
    restarts: int
    letters: int
    hash: str


class UnfairError(Exception):
    """A walk that proves nothing: other words or choices were met than on the other side, or no ending."""


def ended(walk: Walk) -> Walk:
    """Return a walk. Raises UnfairError if it came to no ending: trapped in a loop it measures nothing."""
    if not walk.restarts:
        raise UnfairError("a walk came to no ending")
    return walk


class Picks(NamedTuple):
    """Which of the open choices a walk takes, turn by turn (modulo their number), and its file."""

    numbers: list[int]
    file: Path


class Player(Protocol):
    """Something that plays a story."""

    name: str

    def walk(self, picks: Picks, hashed: bool = False) -> Walk:
        """Play one turn a pick, from the start and again from the start after each ending."""


class Notes:
    """Gathers what a walk meets: only its size, or a hash of every line and choice."""

    def __init__(self, hashed: bool) -> None:
        self.letters = 0
        self._hash = hashlib.sha256() if hashed else None

    def add(self, text: str, choices: list[str]) -> None:
        """Note the text of one turn and the texts of its open choices."""
        if self._hash is None:
            self.letters += len(text)
        else:
            lines = [line for line in text.split("\n") if line]
            self._hash.update("\n".join([*lines, *choices, ""]).encode())

    def walk(self, took: float, restarts: int) -> Walk:
        """Make up what came of it. Raises UnfairError if it never ended."""
        return ended(Walk(took, restarts, self.letters, self._hash.hexdigest() if self._hash else ""))


def timed_walk(
    begin: Callable[[], Any], turn: Callable[[Any, int], bool], picks: Picks, notes: Notes
) -> Walk:
    """Play by the picks: `begin` gives a new game, `turn` plays one turn and tells whether it went on."""
    restarts = 0

    def play() -> None:
        nonlocal restarts
        game = begin()
        for pick in picks.numbers:
            if not turn(game, pick):
                game = begin()
                restarts += 1

    return notes.walk(seconds(play), restarts)


# --- inkjs --------------------------------------------------------------------


class _Node:
    """A player in a `node` that is kept; a context manager."""

    def __init__(self, name: str, *command: Path) -> None:
        self.name = name
        node = shutil.which("node") or "node"
        self._process = subprocess.Popen(
            [node, *map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def _ask(self, **order: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def load(self, compiled: Path) -> float:
        """Make the story; gives the seconds it took, without reading the file."""
        return float(self._ask(do="load", json=str(compiled))["seconds"])

    def walk(self, picks: Picks, hashed: bool = False) -> Walk:
        """Play one turn a pick."""
        return ended(Walk(**self._ask(do="walk", picks=str(picks.file), hash=hashed)))


class Inkjs(_Node):
    """inkjs, which also compiles ink for the others."""

    def __init__(self) -> None:
        super().__init__(f"inkjs {node_version()}", WALKER)

    def compile(self, ink: Path) -> Path:
        """Compile ink source to the JSON that every player of ink reads."""
        compiled = ink.with_suffix(".json")
        self._ask(do="compile", ink=str(ink), json=str(compiled))
        return compiled

    def memory(self) -> int:
        """Return the bytes that the process held at most."""
        return held_at_most(self._process.pid)


class PagePlayer(_Node):
    """The player of a published page."""

    def __init__(self) -> None:
        super().__init__("escape's page", PAGE_WALKER, PLAYER)


def held_at_most(process: int | str) -> int:
    """Return the bytes that a process, or `self`, held in memory at most, as Linux counts them."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def node_version() -> str | None:
    """Return the version of inkjs that node finds; None if there is none."""
    node = shutil.which("node")
    if node is None:
        return None
    asked = subprocess.run(
        [node, "-p", "require('path').dirname(require.resolve('inkjs'))"], capture_output=True, text=True
    )
    for folder in Path(asked.stdout.strip()).parents if asked.returncode == 0 else ():
        if folder.name == "inkjs":
            return str(json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"])
    return None


# --- in this interpreter --------------------------------------------------------


def package(name: str, distribution: str) -> tuple[Any, str] | None:
    """Return a package and its version, if it is installed."""
    from importlib.metadata import PackageNotFoundError, version  # late: it would count as the game's memory

    try:
        return importlib.import_module(name), version(distribution)
    except (ImportError, PackageNotFoundError, RuntimeError):  # bink raises the last without its library
        return None


class Bink:
    """bink: the Rust port of ink's runtime behind ctypes."""

    def __init__(self, compiled: Path) -> None:
        found = package("bink.story", "bink")
        if found is None:
            raise LookupError(INSTALL["bink"])
        module, number = found
        self.name = f"bink {number}"
        text = compiled.read_text(encoding="utf-8")
        self._story = module.Story(text)

    def walk(self, picks: Picks, hashed: bool = False) -> Walk:
        """Play one turn a pick."""
        notes = Notes(hashed)

        def begin() -> Any:
            self._story.reset_state()
            return self._story

        def turn(story: Any, pick: int) -> bool:
            text = story.continue_maximally()
            choices = list(story.get_current_choices())
            notes.add(text, choices)
            if choices:
                story.choose_choice_index(pick % len(choices))
            return bool(choices)

        return timed_walk(begin, turn, picks, notes)


class Inkcpp:
    """inkcpp: the C++ runtime, which has a binary format of its own."""

    def __init__(self, compiled: Path) -> None:
        found = package("inkcpp_py", "inkcpp-py")
        if found is None:
            raise LookupError(INSTALL["inkcpp"])
        module, number = found
        self.name = f"inkcpp-py {number}"
        binary = compiled.with_suffix(".bin")
        module.compile_json(str(compiled), str(binary))
        self._story = module.Story.from_file(str(binary))

    def walk(self, picks: Picks, hashed: bool = False) -> Walk:
        """Play one turn a pick."""
        notes = Notes(hashed)

        def turn(runner: Any, pick: int) -> bool:
            text = runner.getall()
            count = runner.num_choices()
            notes.add(text, [runner.get_choice(which).text() for which in range(count)] if hashed else [])
            if count:
                runner.choose(pick % count)
            return bool(count)

        return timed_walk(self._story.new_runner, turn, picks, notes)
