"""The person's list: reading it, naming every mistake in it, and adding to it byte by byte."""
