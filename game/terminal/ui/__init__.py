"""What all screens share.

screen_stack   the screens that lie on one another, and the frame round them
canvas         the control that draws the screen on top, and the mouse
layout         rows, columns, frames, and what can be pointed at
footer         the last row, whose parts give way by their worth
keys           what the keys of the table do: bindings, and the hints of footers
key_parser     what a terminal sends, taken apart into keys
keyboard       letters of other keyboards, and the keys they stand on
glyphs         the signs that are no letters, with and without lines
theme          colours
"""
