"""Who cites: as tables for the terminal, Markdown, CSV, JSON."""
