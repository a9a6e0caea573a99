"""What can be told to be wrong with a story, or not as meant, without playing it."""
