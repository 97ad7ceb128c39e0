"""Series of counts over time, in each format."""
