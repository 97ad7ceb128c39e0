"""The far side of the page reader: a process that has scholarly loaded and reads one profile page after another.

Each page comes in, and its answer goes out, as a length of eight bytes and then as many bytes. It ends with its input.
With the argument `whole`, scholarly is loaded with all that it imports.
"""

from __future__ import annotations

import sys

from pubtrack.sources.google_scholar.scholarly_child import loading, process

SECONDS_OF_A_SESSION = 24 * 3600  # the memory is bounded as for one page; the time of each page is bounded by who asks


def main(arguments: list[str]) -> int:
    process.limit(SECONDS_OF_A_SESSION)
    out, source = process.take_stdout(), sys.stdin.buffer
    fill = loading.load_whole() if arguments == ["whole"] else loading.load()
    with out:
        while length := source.read(8):
            answer = process.answer(source.read(int.from_bytes(length)), lambda: fill)
            out.write(len(answer).to_bytes(8) + answer)
            out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
