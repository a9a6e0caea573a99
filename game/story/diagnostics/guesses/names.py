"""What is typed as the name of a scene, or as a link to one."""

from __future__ import annotations

import re
import unicodedata

from game.story.diagnostics.guesses.guess import Guess, GuessRow, answer

_SCENES = (
    GuessRow(
        r"(?i)(?:END|DONE|THE_END|EXIT|QUIT|FINISH|STOP|GAME_?OVER|RESTART)",
        r"there is no scene `\g<0>`: a story ends where a scene has an `ending`",
        "write a scene `the_end: {ending: {title: The end}}`, and `to: the_end`",
    ),
    GuessRow(
        r"(?i)(?:back|previous|return|prev|last)",
        r"there is no scene `\g<0>`: the way back is a scene like any other",
        "name the scene, or keep in a variable where the player came from and lead there by a list",
    ),
    GuessRow(
        r"(?i)(?:self|this|here|same|stay|none|null)",
        r"there is no scene `\g<0>`: without a `to` the player stays",
        "leave out `to`; in a scene with a `then`, write `stay: true`",
    ),
    GuessRow(
        r"->\s*(\w+)|\[\[\s*(?:[^\]|]*(?:\||->))?\s*(\w+)\s*\]\]|@(\w+)|#(\w+)",
        r"there is no scene `\g<0>`: `to` holds a name and no sign",
        r"write `to: \1\2\3\4`",
    ),
    GuessRow(
        r".*/(\w+)(?:\.ya?ml)?|(\w+)\.ya?ml",
        r"there is no scene `\g<0>`: `to` holds a name, and not where the scene stands",
        r"write `to: \1\2`",
    ),
)


def guess_scene(name: str) -> Guess | None:
    """Say what is meant by the name of a scene that there is not."""
    guess = answer(_SCENES, name)
    meant = as_name(name)
    if guess or not meant or meant == name or not name.isprintable():
        return guess
    message = f"there is no scene `{name}`: a name has small letters, digits and `_`, and no blanks"
    return Guess(message, f"write `{meant}`")


def guess_link(typed: str) -> tuple[str, str] | None:
    """Return the words of a link as Twine has it, and the name of the scene it leads to."""
    found = re.match(r"\s*\[\[([^\[\]]+)\]\]", typed)
    if found is None:
        return None
    one, sign, two = re.split(r"(->|\||<-|\Z)", found[1], maxsplit=1)
    words, target = (two, one) if sign == "<-" else (one, two)
    name = as_name(target or words)
    return (words.strip(), name) if name else None


def as_name(words: str) -> str:
    """Make a name of words: small letters, digits and `_`; empty if no letter is left to begin with."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words)
    letters = unicodedata.normalize("NFKD", parted.lower()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return name if name[:1].isalpha() else ""
