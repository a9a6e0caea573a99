"""Problems with a story: their codes, places, suggestions, pages, and how they are shown."""
