"""Files read into a Story, or every problem found in them."""
