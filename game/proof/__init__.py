"""What can be known of a story without playing it."""
