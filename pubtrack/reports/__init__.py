"""Formats in which what is known leaves pubtrack."""
