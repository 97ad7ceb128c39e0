"""What a report shows, before any format. Pure."""
