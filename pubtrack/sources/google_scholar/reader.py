"""Has a profile page read by scholarly, in a process of its own that is ended at its limit."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pubtrack.errors import SourceFailure
from pubtrack.sources.google_scholar import rows as scholar_rows
from pubtrack.sources.google_scholar.rows import SOURCE, Page

CHILD = Path(__file__).with_name("scholarly_child")  # a folder that Python runs by its path
LIMIT_SECONDS = 15.0
OUTPUT_BYTES = 8 * 1024**2
# SYSTEMROOT and TEMP: Python does not start without them on Windows.
_PASSED_ON = ("PATH", "HOME", "LANG", "PYTHONPATH", "SYSTEMROOT", "TEMP")
_REPAIR = "type: pip install 'scholarly==1.7.11' 'bibtexparser>=1.3,<2'"


def read_page(html: bytes, *, seconds: float = LIMIT_SECONDS, environ: Mapping[str, str] | None = None, script: Path = CHILD) -> Page:
    """The page that these bytes (UTF-8) are.

    Raises SourceFailure: "unreadable" when the page defeats the reader, "off" when the reader does not work on this machine.
    """
    return page_of(_run(html, seconds, clean_environment(os.environ if environ is None else environ), script))


def page_of(output: bytes) -> Page:
    """The page that the process printed. Raises SourceFailure as `read_page` does."""
    try:
        printed = scholar_rows.decode(output)
        if "error" not in printed:
            return scholar_rows.page(printed)
    except (ValueError, RecursionError) as error:
        raise SourceFailure(SOURCE, "unreadable", "the profile page could not be read") from error
    detail = str(printed.get("detail") or "no reason given")
    if printed["error"] == "not_set_up":
        raise SourceFailure(SOURCE, "off", f"scholarly, which reads profile pages, does not work here ({detail}); {_REPAIR}")
    raise SourceFailure(SOURCE, "unreadable", f"the profile page could not be read ({detail})")


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What the process may know: where programs and packages are. No proxy, no key."""
    return {name: environ[name] for name in _PASSED_ON if name in environ}


def _run(html: bytes, seconds: float, environ: dict[str, str], script: Path) -> bytes:
    # -P: no folder but those of installed packages is looked in for modules.
    command = [sys.executable, "-P", "-W", "ignore", str(script), str(max(1, int(seconds)))]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ, start_new_session=True
        )
    except OSError as error:
        raise SourceFailure(SOURCE, "off", f"the process that reads profile pages could not be started ({error.strerror})") from error
    try:
        output, _ = process.communicate(html, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise SourceFailure(SOURCE, "unreadable", f"the profile page could not be read within {seconds:g} s") from error
    finally:
        _end(process)
    if process.returncode > 0:
        raise SourceFailure(SOURCE, "off", f"the process that reads profile pages ended in an error; {_REPAIR}")
    if process.returncode < 0 or len(output) > OUTPUT_BYTES:
        raise SourceFailure(SOURCE, "unreadable", "the profile page took too much time or memory to read")
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started; an interrupted run leaves nothing behind."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
