"""A language server: what an editor is told of a story while its author types."""
