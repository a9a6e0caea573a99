"""Languages: catalogues of messages in the format of gettext, and the game's own words in one of them."""
