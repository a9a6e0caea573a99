"""A story in other languages: catalogues of its pieces of text, made, kept, and told from."""
