"""What a player sees and touches.

launch       which of the two front ends is used, and with what it begins
plain        the one for lines of text
app          the full screen: one application on one terminal
lifecycle    from the title to a game and back
hot_reload   a story on the screen while its author writes it
screens      one file a screen
widgets      parts that several screens use
ui           keys, colours, signs, layout, and the stack that screens lie on
wrap         words wrapped by the cells they take
process      signals, and the modes of the terminal
"""
