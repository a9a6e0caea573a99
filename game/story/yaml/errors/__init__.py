"""What YAML made of an author's lines, in plain words at the character that makes it."""
