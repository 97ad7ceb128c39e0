"""Lists and pages that people have already, read into what pubtrack knows."""
