"""Benchmarks: each runs by one command and prints ratios."""
