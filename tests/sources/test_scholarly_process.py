"""The process that reads profile pages: its limits, its surroundings, how it ends, and that nothing of it gets out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.sources.google_scholar import reader
from pubtrack.sources.google_scholar.reader import page_of, read_page
from pubtrack.sources.google_scholar.scholarly_child import process
from tests.sources import scholar_pages as pages
from tests.sources.scholar_pages import Article

INDICES = ("citedby", "citedby5y", "hindex", "hindex5y", "i10index", "i10index5y")
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.mark.process("the real one, once")
def test_a_page_goes_through_the_real_process_and_nothing_of_it_reaches_this_one() -> None:
    before = dict(os.environ)
    page = read_page(pages.profile(pages.rows(3), more=True).encode())
    assert (len(page.rows), page.more, page.indices["h_index"], page.cites_per_year[2026]) == (3, True, 30, 11)
    assert dict(os.environ) == before


@pytest.mark.process("what is not found in it cannot be shown without it")
def test_the_process_needs_nothing_of_pubtrack_and_takes_no_module_of_its_own_for_another(tmp_path: Path) -> None:
    for name in ("pubtrack", "process", "loading", "stand_ins", "profile_html"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken for another')", encoding="utf-8")
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)}
    assert len(read_page(pages.profile(pages.rows(2)).encode(), environ=environ).rows) == 2


def test_the_process_knows_no_proxy_and_no_key() -> None:
    environ = {
        "PATH": "/bin",
        "HOME": "/home/x",
        "LANG": "C",
        "HTTPS_PROXY": "http://x",
        "S2_API_KEY": "secret",
        "OPENALEX_API_KEY": "secret",
    }
    assert reader.clean_environment(environ) == {"PATH": "/bin", "HOME": "/home/x", "LANG": "C"}


@pytest.mark.process("what is loaded depends on what was loaded before")
def test_the_source_loads_neither_scholarly_nor_bs4() -> None:
    heavy = ("scholarly", "bs4", "requests", "httpx")
    code = f"import sys, pubtrack.sources.google_scholar; print([name for name in {heavy} if name in sys.modules])"
    assert run(code).strip() == "[]"


def run(code: str) -> str:
    """What a process of its own prints, which knows pubtrack."""
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT).stdout


def script(folder: Path, text: str) -> Path:
    path = folder / "child.py"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.process("to be ended from without")
@pytest.mark.skipif(sys.platform == "win32", reason="process groups end together on POSIX only")
def test_a_process_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    hanging = "import time; time.sleep(600)"
    child = script(
        tmp_path,
        f"import subprocess, sys, pathlib\np = subprocess.Popen([sys.executable, '-c', {hanging!r}])\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(p.pid))\n{hanging}",
    )
    with pytest.raises(SourceFailure, match="within") as caught:
        read_page(b"", seconds=1.5, script=child)
    assert caught.value.kind == "unreadable"
    if pid.exists():
        assert has_ended(int(pid.read_text()))


def has_ended(pid: int, *, looks: int = 250) -> bool:
    """Killed at once, but a busy machine may take a moment to see to it."""
    return any(not is_running(pid) or time.sleep(0.02) for _ in range(looks))


def is_running(pid: int) -> bool:
    """A process that is dead and not yet collected counts as ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.process("how a process ends")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("print('x' * (9 * 1024 ** 2))", "unreadable"),
        ("import os; os.abort()", "unreadable"),
        ("raise SystemExit(1)", "off"),
    ],
)
def test_however_a_process_ends_it_is_a_failure_of_this_source_only(tmp_path: Path, text: str, kind: str) -> None:
    with pytest.raises(SourceFailure) as caught:
        read_page(b"<html>", script=script(tmp_path, text))
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        (b"not json", "unreadable"),
        (b"[]", "unreadable"),
        (b"{}", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (b'{"error": "not_set_up", "detail": "No module named bibtexparser.bibdatabase"}', "off"),
        (b'{"error": "unreadable", "detail": "AttributeError"}', "unreadable"),
    ],
)
def test_whatever_a_process_prints_is_a_failure_of_this_source_only(output: bytes, kind: str) -> None:
    with pytest.raises(SourceFailure) as caught:
        page_of(output)
    assert caught.value.kind == kind


def test_a_broken_installation_is_named_with_its_repair() -> None:
    with pytest.raises(SourceFailure, match=r"bibtexparser>=1\.3,<2"):
        page_of(b'{"error": "not_set_up", "detail": "x"}')


@pytest.mark.process("to show that its output is what is taken")
def test_what_a_process_printed_is_what_is_judged(tmp_path: Path) -> None:
    with pytest.raises(SourceFailure, match="does not work here \\(x\\)"):
        read_page(b"", script=script(tmp_path, 'print(\'{"error": "not_set_up", "detail": "x"}\')'))


def test_a_scholarly_that_does_not_load_is_told_apart_from_a_bad_page() -> None:
    def load() -> Any:
        raise ModuleNotFoundError("No module named 'bibtexparser.bibdatabase'")

    assert process.outcome(b"", load)["error"] == "not_set_up"


def test_a_page_that_holds_too_much_is_unreadable() -> None:
    def fill(page: str, user: str) -> dict[str, Any]:
        row = {"author_pub_id": f"{pages.USER}:u5HHmVD_uO8C", "bib": {"title": "x" * process.OUTPUT_BYTES}, "num_citations": 0}
        return {"publications": [row], "cites_per_year": {}} | dict.fromkeys(INDICES, 0)

    assert json.loads(process.answer(pages.profile((Article(),)).encode(), lambda: fill))["detail"] == "the page holds too much"


@pytest.mark.process("scholarly is not loaded in this one")
def test_scholarly_may_load_one_page_only() -> None:
    page = '<link rel="canonical" href="?user=X"><button id="gsc_bpf_more"></button>'
    code = (
        "from pubtrack.sources.google_scholar.scholarly_child import loading\n"
        f"try:\n    loading.load()({page!r}, 'X')\nexcept loading.SecondLoad:\n    print('refused')"
    )
    assert run(code) == "refused\n"


@pytest.mark.process("stdout is that of a process")
def test_whatever_a_library_prints_is_not_taken_for_the_answer() -> None:
    code = (
        "from pubtrack.sources.google_scholar.scholarly_child import process\n"
        "out = process.take_stdout(); print('noise'); out.write(b'answer'); out.close()"
    )
    assert run(code) == "answer"


@pytest.mark.process("limits are those of a process")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse some of the limits")
def test_memory_and_time_are_bounded_without_the_parent() -> None:
    code = (
        "import resource, signal\nfrom pubtrack.sources.google_scholar.scholarly_child import process\nprocess.limit(1000)\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0], signal.alarm(0) > 0)"
    )
    assert run(code).split() == [str(process.MEMORY_BYTES), "1000", "True"]


@pytest.mark.process("memory that is refused is that of a process")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse some of the limits")
def test_a_page_that_wants_more_memory_than_there_is_is_unreadable() -> None:
    code = (
        "from pubtrack.sources.google_scholar.scholarly_child import process\nprocess.limit(1000)\n"
        "print(process.outcome(b'', lambda: lambda page, user: bytes(4 * 1024**3)))"
    )
    assert "'error': 'unreadable', 'detail': 'MemoryError" in run(code)
