"""Asks for the name of a save, and before one takes the place of another."""

from __future__ import annotations

from itertools import count

from game.locale.messages import tr
from game.play.saves.rows import what_stands_in
from game.play.saves.saves import TakenError
from game.terminal.screens.dialogs import Asking, Confirm
from game.terminal.screens.opener import Opener


class SaveName(Asking):
    """Asks for the name of a save, and before one takes the place of another."""

    def __init__(self, game: Opener) -> None:
        self._session, play = game.session, game.session.play
        super().__init__(game.stack, f"{tr('Save as')}: ", play.place or play.chapter.title, self._save)

    def _save(self, name: str) -> None:
        try:
            self._saved(self._session.save(name))
        except TakenError as error:
            other = self._free(name)
            self.stack.push(
                Confirm(
                    self.stack,
                    tr("There is one of that name: {what}.", what=what_stands_in(error.info)),
                    tr("Replace it"),
                    lambda: self._saved(self._session.save(name, replace=True)),
                    (
                        tr("Keep both, as `{name}`", name=other),
                        lambda: self._saved(self._session.save(other)),
                    ),
                )
            )

    def _free(self, name: str) -> str:
        """Return a name like this one that no save has."""
        return next(other for number in count(2) if not self._session.taken(other := f"{name} {number}"))

    def _saved(self, name: str) -> None:
        self.stack.close()
        self.stack.message = tr("Saved as `{name}`.", name=name)
