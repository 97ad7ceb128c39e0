"""Reads profile pages as `scholar_reader.read_page` does, from one process that is kept for all of them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pubtrack.sources.google_scholar import reader
from pubtrack.sources.google_scholar.rows import Page

CHECKOUT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("page_child.py")


class PageReader:
    """`PageReader()(html)` is `read_page(html)`, without a start of scholarly for each page. `whole`: without stand-ins.

    The process starts with the first page and ends with `close`, or with this process. What it read once it is not asked again.
    A page at which it dies, or that it does not read in time, is left to `read_page`; the page after it begins another process.
    """

    def __init__(self, *, seconds: float = reader.LIMIT_SECONDS, script: Path = CHILD, whole: bool = False) -> None:
        self._seconds = seconds
        self._command = [sys.executable, "-P", "-W", "ignore", str(script), *(["whole"] if whole else [])]
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()  # sources are asked from threads
        self._known: dict[bytes, bytes] = {}

    def __call__(self, html: bytes) -> Page:
        output = self.output(html)
        return reader.read_page(html, seconds=self._seconds) if output is None else reader.page_of(output)

    def output(self, html: bytes) -> bytes | None:
        """What the process prints of this page; None when it cannot."""
        key = hashlib.sha256(html).digest()
        with self._lock:
            if key not in self._known:
                output = self._ask(html)
                if output is None:
                    return None
                self._known[key] = output
            return self._known[key]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, html: bytes) -> bytes | None:
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(self._seconds, process.kill)
        timer.start()
        answer = None
        try:
            with suppress(OSError, EOFError):  # it died, or was ended by the timer
                process.stdin.write(len(html).to_bytes(8) + html)
                process.stdin.flush()
                answer = _whole(process.stdout, int.from_bytes(_whole(process.stdout, 8)))
        finally:
            timer.cancel()
            if answer is None:  # nor may an interrupted question leave its answer to the next one
                self._end()
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        environ = reader.clean_environment(os.environ) | {"PYTHONPATH": str(CHECKOUT)}
        # In a session of its own: a test that interrupts what it started does not interrupt this.
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ, start_new_session=True
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what was not yet sent to a process that died
                if pipe is not None:
                    pipe.close()


def _whole(stream: IO[bytes], length: int) -> bytes:
    read = stream.read(length)
    if len(read) < length:
        raise EOFError
    return read


READER = PageReader()  # for all tests of a session, which ends it
