"""The far side of the page reader: a process that has scholarly loaded and reads one profile page after another.

Each page comes in, and its answer goes out, as a length of eight bytes and then as many bytes. It ends with its input.
"""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

from pubtrack.sources.google_scholar import scholarly_child

SECONDS_OF_A_SESSION = 24 * 3600  # the memory is bounded as for one page; the time of each page is bounded by who asks


def main() -> int:
    scholarly_child.limit(SECONDS_OF_A_SESSION)
    out, source = scholarly_child.take_stdout(), sys.stdin.buffer
    fill = scholarly_child.load_scholarly()
    with out:
        while length := source.read(8):
            answer = json.dumps(scholarly_child.outcome(source.read(int.from_bytes(length)), lambda: fill)).encode()
            send(out, answer)
    return 0


def send(out: BinaryIO, message: bytes) -> None:
    out.write(len(message).to_bytes(8) + message)
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
