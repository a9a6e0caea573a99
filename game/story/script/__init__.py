"""The words of a story as one document to read and mend, and the mended words brought back."""
