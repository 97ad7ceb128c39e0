"""One publication: every fact with its source, the versions, the counts."""
