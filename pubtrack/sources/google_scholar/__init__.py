"""Google Scholar: one profile page a person, loaded or saved, its walls and its rows."""
