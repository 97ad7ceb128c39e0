"""The page reader that tests keep: it reads as the product does, survives what a page does to it, and leaves no process behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.sources.google_scholar.reader import read_page
from pubtrack.sources.google_scholar.scholarly_child import process
from tests.sources import scholar_pages as pages
from tests.world import page_reader
from tests.world.page_reader import PageReader

COUNTING = """
import sys
source, out, asked = sys.stdin.buffer, sys.stdout.buffer, 0
while length := source.read(8):
    html, asked = source.read(int.from_bytes(length)), asked + 1
    if html == b"die":
        sys.exit(1)
    while html == b"hang":
        source.read()
    answer = b'{"error": "unreadable", "detail": "page %d"}' % asked
    out.write(len(answer).to_bytes(8) + answer)
    out.flush()
"""


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[PageReader]:
    """A reader whose process counts the pages that it is asked for."""
    script = tmp_path / "counting.py"
    script.write_text(COUNTING, encoding="utf-8")
    with PageReader(script=script) as reader:
        yield reader


def detail(output: bytes | None) -> str | None:
    return None if output is None else output.decode().split('"')[-2]


@pytest.mark.process("compares the kept process with the real one")
def test_a_page_is_read_as_the_product_reads_it() -> None:
    html = pages.profile(pages.rows(3), more=True).encode()
    with PageReader() as reader:
        assert reader(html) == read_page(html)


@pytest.mark.process("compares the kept process with the real one")
def test_a_page_that_defeats_the_reader_is_refused_as_the_product_refuses_it() -> None:
    html = b" " * (process.INPUT_BYTES + 1)
    refused: list[str] = []
    with PageReader() as reader:
        for read in (reader, read_page):
            with pytest.raises(SourceFailure) as caught:
                read(html)
            refused.append(f"{caught.value.kind}: {caught.value.message}")
    assert refused == ["unreadable: the profile page could not be read (the page is too large)"] * 2


@pytest.mark.process("the kept process itself")
def test_one_process_reads_all_pages_and_none_twice(counting: PageReader) -> None:
    assert [detail(counting.output(html)) for html in (b"a", b"b", b"a", b"c")] == ["page 1", "page 2", "page 1", "page 3"]


@pytest.mark.process("the kept process itself")
def test_after_a_page_that_ends_the_process_there_is_another(counting: PageReader) -> None:
    assert [detail(counting.output(html)) for html in (b"a", b"die", b"b")] == ["page 1", None, "page 1"]


@pytest.mark.process("the kept process itself")
def test_a_page_that_takes_too_long_ends_the_process(tmp_path: Path) -> None:
    script = tmp_path / "counting.py"
    script.write_text(COUNTING, encoding="utf-8")
    with PageReader(script=script, seconds=0.2) as reader:
        assert reader.output(b"hang") is None


@pytest.mark.process("the kept process itself")
def test_no_process_is_left_behind(counting: PageReader) -> None:
    counting.output(b"a")
    process = counting._process
    assert process is not None
    counting.close()
    assert process.returncode is not None


@pytest.mark.process("the kept process itself")
def test_an_interrupted_question_does_not_leave_its_answer_to_the_next(counting: PageReader, monkeypatch: pytest.MonkeyPatch) -> None:
    assert detail(counting.output(b"a")) == "page 1"
    with monkeypatch.context() as patch:
        patch.setattr(page_reader, "_whole", interrupted)
        with pytest.raises(KeyboardInterrupt):
            counting.output(b"b")
    assert [detail(counting.output(html)) for html in (b"c", b"d")] == ["page 1", "page 2"]


def interrupted(stream: object, length: int) -> bytes:
    raise KeyboardInterrupt
