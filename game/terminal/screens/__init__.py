"""The screens of the game, one subject a file."""
