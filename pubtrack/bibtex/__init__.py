"""BibTeX in and out: parse, names, capitals, escape, write. Pure."""
