"""A story that changes while it is played: files watched, the place found again."""
