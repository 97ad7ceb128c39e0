"""How a line of the log is written on stderr: no terminal obeys it, and it holds no secret."""

from __future__ import annotations

import logging

from pubtrack.http.redact import redact
from pubtrack.text.printable import printable_lines


class LogLines(logging.Formatter):
    """Each line of a record made harmless on its own, its indentation kept, for a traceback has several."""

    def format(self, record: logging.LogRecord) -> str:
        return printable_lines(redact(f"{record.name}: {super().format(record)}"))
