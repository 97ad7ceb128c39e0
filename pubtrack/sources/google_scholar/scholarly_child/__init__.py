"""A program of its own: reads one Google Scholar profile page with scholarly, HTML on stdin, one JSON object on stdout.

Run by the path of this folder as a process (see `reader`), so that what scholarly does at import, and a page that hangs it or
eats memory, end with this process. Therefore it imports nothing of pubtrack, and its modules name each other relatively.
"""
