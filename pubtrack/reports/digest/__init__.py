"""What is new, in each format."""
