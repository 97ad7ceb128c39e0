"""Logs a fault that nobody foresaw with its traceback, for developers: it is shown with -vv, and never holds a secret."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from pubtrack.http.redact import redact
from pubtrack.http.reply import Trouble

TRACE = 5  # below DEBUG: -v shows what is asked, -vv tracebacks too


def log_fault(log: logging.Logger, source: str, error: BaseException, hide: Callable[[str], str] = redact) -> None:
    """In one line for -v, with the traceback for -vv."""
    log.debug("%s: %s", source, hide(f"{type(error).__name__}: {error}"))
    if log.isEnabledFor(TRACE):
        log.log(TRACE, "%s: %s", source, hide("".join(traceback.format_exception(error))))


def odd(log: logging.Logger, source: str, error: BaseException, hide: Callable[[str], str]) -> Trouble:
    """For whatever nobody thought of: a service that sends what its readers stumble over costs itself only."""
    log_fault(log, source, error, hide)
    return Trouble(kind="odd", detail=hide(f"{type(error).__name__}: {error}")[:300])
