"""A parser whose steps can be looked at when it gives up."""

from __future__ import annotations

from collections import deque
from typing import Any

from game.story.yaml.errors.context import Token
from game.story.yaml.events import PythonParser

_REMEMBERED = 2000  # tokens; an explanation looks back over one entry at most


class Watched(PythonParser):
    """PyYAML's own parser, remembering its last tokens and which collections are open."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._passed: deque[Token] = deque(maxlen=_REMEMBERED)
        self._open: list[Token] = []

    def get_token(self) -> Any:
        """Take the next token, and remember it."""
        token: Any = super().get_token()  # type: ignore[no-untyped-call]
        if token is not None:
            self._pass(Token.of(token))
        return token

    def _pass(self, token: Token) -> None:
        self._passed.append(token)
        if token.kind.endswith("Start") and token.kind != "StreamStart":
            self._open.append(token)
        elif token.kind.endswith("End") and token.kind != "StreamEnd" and self._open:
            self._open.pop()

    def before(self, at: tuple[int, int]) -> tuple[list[Token], list[Token]]:
        """Return the last tokens before a place, and those that start what is still open there.

        What was read ahead and not yet taken counts, too: the start of a text that may be a key.
        """
        for waiting in self.tokens:
            token = Token.of(waiting)
            if token.start < at:
                self._pass(token)
        self.tokens = []
        return [token for token in self._passed if token.start < at], self._open
