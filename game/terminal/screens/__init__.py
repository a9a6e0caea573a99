"""The screens of the game, one subject a file.

title, title_actions                   before a game, and what is opened there
story, chapter_card                    the words and their choices; the card of a chapter that opens
game_actions                           what else can be done in a game: undo, load, leave, open a screen
lessons                                what is taught and what has changed, said under the words
page, status, endings, text            what is looked up; `text` is what all that is read is made of
help, history                          texts that can be searched
search                                 what can be searched is made of it: those texts, the saves
game_menu, chapters, saves, settings   lists; `list_screen` is what they are made of
dialogs                                questions, and fields for a name
"""
