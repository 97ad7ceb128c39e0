"""Names, titles, venues, dates and identifiers brought to one form. Pure."""
