"""Semantic Scholar: batches by id, title matches, citing works."""
