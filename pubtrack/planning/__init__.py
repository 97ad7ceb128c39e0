"""Who is due, who is asked what in which round, one answer → one change, what waits for a person. Pure."""
