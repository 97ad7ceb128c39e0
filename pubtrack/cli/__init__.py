"""Arguments in, words and exit codes out; the only room that prints."""

from __future__ import annotations

from pubtrack.cli.main import main

__all__ = ["main"]
