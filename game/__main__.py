"""`python -m game`, and `escape`: the command in a process of its own.

Until a verb has other wishes, a signal ends the process at once, in the middle of an import too.
"""

import os

_signal = __import__("_signal")  # `signal` itself makes enumerations first, for milliseconds
TYPE_CHECKING = False  # as in the package: the signals come first
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn


def _leave(number: int, _: "FrameType | None") -> "NoReturn":
    os._exit(128 + number)


for _name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
    if hasattr(_signal, _name):
        _signal.signal(getattr(_signal, _name), _leave)


def main() -> "NoReturn":
    """Run the command and exit."""
    from game.cli import main as run  # late: the signals come first

    run()


if __name__ == "__main__":
    main()
