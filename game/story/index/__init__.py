"""Every name of a story with the places where it stands: found, and changed."""
