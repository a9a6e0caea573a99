"""What a proof leaves to the next one: as it is used, and as a file."""
