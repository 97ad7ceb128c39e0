"""h, i10 and their like, in each format."""
