"""One HTML file that plays a story in any browser: the story compiled, and the player that plays it."""
