"""Plain mode: lines of text and numbered choices."""
