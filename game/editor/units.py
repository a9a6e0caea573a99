"""How an editor counts the characters of a line: in units of UTF-16, unless it says otherwise."""

from __future__ import annotations

from typing import NamedTuple


class Units(NamedTuple):
    """A way to count, by what characters are in an encoding: 😀 is four of UTF-8 and two of UTF-16."""

    codec: str
    size: int  # bytes of one unit

    def before(self, line: str, column: int) -> int:
        """Return how many units stand before a column; both count from 0."""
        if line.isascii():
            return column
        return len(line[:column].encode(self.codec, "surrogatepass")) // self.size

    def column(self, line: str, units: int) -> int:
        """Return the column behind so many units, and no further than the line goes."""
        if line.isascii():
            return min(units, len(line))
        before = line.encode(self.codec, "surrogatepass")[: self.size * units]
        return len(before.decode(self.codec, "ignore"))


UTF_16 = Units("utf-16-le", 2)
UNITS = {"utf-8": Units("utf-8", 1), "utf-16": UTF_16, "utf-32": Units("utf-32-le", 4)}
