"""Crossref: its questions, its works, its links."""
