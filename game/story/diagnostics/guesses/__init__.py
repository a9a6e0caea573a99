r"""What authors type who come from other tools, and what is written here instead: a table for each place.

They are looked at only where something is wrong already, so nothing that is right here can be taken for a
guess. A row has a pattern for the whole of what was typed (`\1` in what is said puts in the author's own
words), what to say, and the line as it should be. To answer another guess, add a row where it is typed, and
a line to the table in `tests/story/test_guesses.py`.
"""
