"""The log on stderr: how a line of it is written, so that no terminal obeys it and it holds no secret."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from pubtrack.http.fault_log import TRACE
from pubtrack.http.redact import redact
from pubtrack.text.printable import printable_lines


class LogLines(logging.Formatter):
    """Each line of a record made harmless on its own, its indentation kept, for a traceback has several."""

    def format(self, record: logging.LogRecord) -> str:
        return printable_lines(redact(f"{record.name}: {super().format(record)}"))


def begin(verbose: int) -> Callable[[], None]:
    """Say on this run's stderr what is asked, and, asked twice, the tracebacks of faults; what is returned ends that."""
    handler, own = logging.StreamHandler(sys.stderr), logging.getLogger("pubtrack")
    handler.setFormatter(LogLines())
    before = own.level
    logging.getLogger().addHandler(handler)
    own.setLevel(TRACE if verbose > 1 else logging.DEBUG)

    def end() -> None:
        logging.getLogger().removeHandler(handler)
        own.setLevel(before)

    return end
