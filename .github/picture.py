"""Draw the README's picture from the real screen: `python .github/picture.py` writes game.svg beside this.

For developers only; needs what the tests need (`pip install -e '.[test]'`).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from game import load_story  # noqa: E402
from game.play.saves.paths import shipped_story  # noqa: E402
from game.play.settings import Settings  # noqa: E402
from tests.support.screens import Seen, on_screen  # noqa: E402

SIZE = (80, 24)
OFFERED = "ask_collar"  # the picture is taken where this choice is offered, in a recorded playthrough
CELL, LINE, EDGE = 9, 20, 14  # pixels
COLOURS = {"default": "#d7d3c8", "page": "#16181a"}


def played() -> tuple[str, ...]:
    """Give the choices that lead to the scene of the picture."""
    recorded = load_story(shipped_story()).walkthroughs
    choices = next(one.choose for one in recorded if OFFERED in one.choose)
    return choices[: choices.index(OFFERED)]


def play(seen: Seen) -> None:
    """Take them, by their numbers, as a player would."""
    for key in played():
        read(seen)
        session = seen.terminal.stack.top.session  # type: ignore[attr-defined]
        open_ones, log = [offer.key for offer in session.play.offers if offer.open], session.play.log
        seen.press(str(open_ones.index(key) + 1))
        if session.play.log == log:  # the number of the choice before: it only marks
            seen.press("enter")
    read(seen)


def read(seen: Seen) -> None:
    """Read on until there is something to choose."""
    while not seen.terminal.stack.top.actions.keys() >= {"number"}:
        seen.press(" ")


def svg(seen: Seen) -> Iterator[str]:
    """Write the terminal as a picture: one text for each stretch of one look."""
    columns, rows = SIZE
    width, height = columns * CELL + 2 * EDGE, rows * LINE + 2 * EDGE
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
    yield "<title>A scene of the game on a terminal</title>"
    yield f'<rect width="{width}" height="{height}" rx="8" fill="{COLOURS["page"]}"/>'
    yield '<g font-family="monospace" font-size="15" xml:space="preserve">'
    for number, row in enumerate(seen.cells()):
        column = 0
        for look, group in groupby(row, key=lambda cell: (cell.fg, cell.bold, cell.italics)):
            cells = list(group)
            text = "".join(cell.data for cell in cells)
            colour, bold, italic = look
            if text.strip():
                fill = COLOURS.get(colour) or f"#{colour}"
                marks = ' font-weight="bold"' * bold + ' font-style="italic"' * italic
                x, y = EDGE + column * CELL, EDGE + number * LINE + 15
                yield (
                    f'<text x="{x}" y="{y}" fill="{fill}"{marks} '
                    f'textLength="{len(cells) * CELL}">{escape(text)}</text>'
                )
            column += len(cells)
    yield "</g></svg>"


def main() -> None:
    """Play, and write the picture."""
    dark = Settings(theme="dark")
    with (
        tempfile.TemporaryDirectory() as saves,
        on_screen(shipped_story(), Path(saves), SIZE, settings=dark) as seen,
    ):
        play(seen)
        (HERE / "game.svg").write_text("\n".join(svg(seen)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
