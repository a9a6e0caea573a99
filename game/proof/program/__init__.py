"""A story compiled to a program graph: locations, guarded edges, queries about them."""
