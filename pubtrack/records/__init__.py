"""Is this record that publication? Which record leads? Several records → one entry, each fact with its source. Pure."""
