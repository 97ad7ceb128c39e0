"""OpenAlex: lists by id, single works, searches, citing works."""
