"""Real .bib files: what comes in comes out."""
