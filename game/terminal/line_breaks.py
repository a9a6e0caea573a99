"""Where a line may end: at blanks, and in Chinese and Japanese between any two signs but some.

Those are the rules of kinsoku (JIS X 4051, W3C's Requirements for Japanese Text Layout, 3.1.7 and 3.1.8):
closing punctuation, small kana and marks of length begin no line, opening brackets end none. Korean is
broken at its blanks, as books and screens there do. Which rule holds follows from the signs themselves:
a text needs not say its language, and may mix them.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.story.cells import cells
from game.story.text.scripts import UNSPACED
from game.story.text.styled import TextRun

Unit = list[TextRun]  # words that stand on one line

NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝〕〉》」』】〙〗〟｠’”»‐–〜～゠‼⁇⁈⁉…‥々〻ゝゞヽヾー％｡､･｣"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｯｬｭｮｰ"
)
NOT_LAST = frozenset("（［｛〔〈《「『【〘〖〝｟‘“«｢")
_BESIDE_BLANKS = NOT_FIRST - frozenset("’”»–…‥")  # in other scripts these may begin a word
_CLOSING = frozenset(",.:;!?)]}%")  # of ASCII, beside wide signs
_OPENING = frozenset("([{")


def add(unit: Unit, run: TextRun) -> None:
    """Put a run at the end of others."""
    if unit and unit[-1].stressed == run.stressed:
        unit[-1] = TextRun(unit[-1].text + run.text, run.stressed)
    else:
        unit.append(run)


def units(runs: tuple[TextRun, ...]) -> Iterator[tuple[bool, Unit]]:
    """Yield what stays on one line, and whether a blank stands before it."""
    waiting: tuple[bool, Unit] | None = None
    for word in _words(runs):
        for number, unit in enumerate(_parted(word)):
            if waiting and not number and _stay_together(waiting[1], unit):
                add(waiting[1], TextRun(" "))
                for run in unit:
                    add(waiting[1], run)
                continue
            if waiting:
                yield waiting
            waiting = not number, unit
    if waiting:
        yield waiting


def _stay_together(before: Unit, unit: Unit) -> bool:
    """Whether no line may end at the blank between two words."""
    return unit[0].text[0] in _BESIDE_BLANKS or before[-1].text[-1] in NOT_LAST


def broken(unit: Unit, width: int) -> list[Unit]:
    """Break what is wider than a line, where it may be broken if that is anywhere."""
    letters = [(letter, run.stressed) for run in unit for letter in run.text]
    pieces: list[Unit] = []
    while letters:
        end = _fitting(letters, width)
        cut = end
        while 0 < cut < len(letters) and not _may_end(letters[cut - 1][0], letters[cut][0]):
            cut -= 1
        piece: Unit = []
        for letter, stressed in letters[: cut or end]:
            add(piece, TextRun(letter, stressed))
        pieces.append(piece)
        del letters[: cut or end]
    return pieces


def _fitting(letters: list[tuple[str, bool]], width: int) -> int:
    """Count the letters that fit a line; one does always, and what takes no room stays with its letter."""
    used = 0
    for number, (letter, _) in enumerate(letters):
        used += cells(letter)
        if number and used > width:
            return number
    return len(letters)


def _words(runs: tuple[TextRun, ...]) -> Iterator[Unit]:
    """Yield the words, each as its runs; between them is a blank."""
    word: Unit = []
    for run in runs:
        for number, text in enumerate(run.text.split(" ")):
            if number and word:
                yield word
                word = []
            if text:
                word.append(TextRun(text, run.stressed))
    if word:
        yield word


def _parted(word: Unit) -> list[Unit]:
    """Part a word where a line may end inside it: beside a sign of a script without blanks."""
    if not any(UNSPACED.search(run.text) for run in word):
        return [word]
    parts: list[Unit] = [[]]
    last = ""
    for run in word:
        for letter in run.text:
            beside = UNSPACED.match(last) or UNSPACED.match(letter)
            if last and beside and _may_end(last, letter):
                parts.append([])
            add(parts[-1], TextRun(letter, run.stressed))
            last = letter if cells(letter) else last
    return parts


def _may_end(last: str, first: str) -> bool:
    """Whether a line may end between two signs of a word."""
    if not cells(first) or first in NOT_FIRST or last in NOT_LAST:
        return False
    return not (
        (first in _CLOSING and (last in _CLOSING or UNSPACED.match(last)))
        or (last in _OPENING and UNSPACED.match(first))
    )
