"""The scales behind a story's words: variables with `show`, of which its readers are to know."""

from __future__ import annotations

from game.locale.messages import tr
from game.play.playthrough import Playthrough
from game.story.language.symbols import Variable


def scales(play: Playthrough) -> dict[str, str]:
    """Say of each variable that is shown how it stands, and on which scale; by its name."""
    return {
        name: _told(variable, _word(play, variable))
        for name, variable in play.story.variables.items()
        if variable.show
    }


def in_status(play: Playthrough, name: str) -> bool:
    """Whether the word of a variable stands in the status line now."""
    return _word(play, play.story.variables[name]) in play.status


def _word(play: Playthrough, variable: Variable) -> str:
    return variable.shown(play.values[variable.name])


def _told(variable: Variable, word: str) -> str:
    words = variable.words if variable.values else variable.words[::-1]  # of a number the highest first
    about = f" {variable.about[:1].upper()}{variable.about[1:]}." if variable.about else ""
    return tr(
        "{name}: {word}. The scale is {scale}.{about}",
        name=variable.called,
        word=word,
        scale=", ".join(words),
        about=about,
    )
