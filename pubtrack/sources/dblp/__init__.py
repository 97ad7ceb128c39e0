"""DBLP: its search and its hits."""
