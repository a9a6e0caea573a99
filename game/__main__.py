"""`python -m game` is `escape`."""

from game.cli import main

main()
