"""How a line of the log is written on stderr: no terminal obeys it, and it holds no secret."""

from __future__ import annotations

import logging

from pubtrack.http.redact import redact
from pubtrack.text.printable import printable


class LogLines(logging.Formatter):
    """Each line of a record made harmless on its own, its indentation kept, for a traceback has several."""

    def format(self, record: logging.LogRecord) -> str:
        text = redact(f"{record.name}: {super().format(record)}")
        return "\n".join(_harmless(line) for line in text.split("\n"))


def _harmless(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" "))) + printable(line)
