"""Parts of screens that are used more than once: a list to choose from, a scrolled text, a text input."""
