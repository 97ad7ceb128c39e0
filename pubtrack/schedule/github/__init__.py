"""A workflow that refreshes at GitHub: its template, its files, what has changed."""
