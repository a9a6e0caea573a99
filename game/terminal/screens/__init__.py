"""The screens of the game, one subject a file.

What the others are made of: `text` shows what is read, `search` finds in it, `list_screen` shows what is
chosen from, `dialogs` asks. `story` is the game itself, `game_actions` what else can be done in one; it
and `title_actions` are an `opener` each, of which every screen is made that a key opens.
"""
