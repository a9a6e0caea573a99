"""What an author begins with: a first story, and the schema an editor reads."""
