"""One table of hostile strings, and every output: nothing of it is obeyed by whatever reads that output."""

from __future__ import annotations

import json
import plistlib
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import yaml

from pubtrack.errors import Misused
from pubtrack.schedule import cron_table, launchd, systemd_units, windows_task
from pubtrack.schedule.github import workflow
from pubtrack.schedule.github.workflow import GithubPlan
from pubtrack.schedule.job import check_text
from tests.e2e import hostile
from tests.e2e.conftest import MONDAY
from tests.e2e.hostile import STRINGS, Filled, quoted
from tests.e2e.lists import AT_ONCE
from tests.e2e.test_terminal import on_a_terminal
from tests.schedule import examples as timers
from tests.sources import scholar_pages
from tests.world import Cli, Completed, World

pytestmark = pytest.mark.slow

TUESDAY = MONDAY + timedelta(days=1, minutes=5)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cli, Completed]]:
    """Two days of a list and of services that say the strings: made once, and read by all."""
    folder = tmp_path_factory.mktemp("hostile")
    with World(at=MONDAY) as world:
        services = Filled(world)
        cli = Cli(folder=folder, world=world)
        cli.write(services.listing(AT_ONCE))
        cli("-vv", "refresh", at=MONDAY)
        cli("digest", "-o", "first.txt", at=MONDAY)
        cli("refresh", "--all", at=MONDAY + timedelta(hours=2))  # who cites is read for the first time, and is no news
        services.news()
        yield cli, cli("-vv", "refresh", "--all", at=TUESDAY)


@pytest.fixture(scope="session")
def keys(filled: tuple[Cli, Completed]) -> list[str]:
    return [one["key"] for one in json.loads(filled[0]("report", "--refresh", "never", "--format", "json", at=TUESDAY).out)["publications"]]


TEXTS = [
    ("report", "--refresh", "never"),
    ("report", "--refresh", "never", "--sources"),
    ("report", "--refresh", "never", "--format", "markdown"),
    ("report", "--refresh", "never", "--format", "markdown", "--sources"),
    ("report", "--refresh", "never", "--format", "csv"),
    ("report", "--refresh", "never", "--format", "json"),
    ("citing",),
    ("citing", "--format", "csv"),
    ("citing", "--format", "json"),
    ("citing", "--format", "markdown"),
    ("history",),
    ("history", "--format", "csv"),
    ("history", "--format", "json"),
    ("history", "--format", "markdown"),
    ("history", "--profile"),
    ("metrics",),
    ("metrics", "--format", "csv"),
    ("metrics", "--format", "json"),
    ("metrics", "--format", "markdown"),
    ("digest", "--peek"),
    ("digest", "--peek", "--format", "markdown"),
    ("digest", "--peek", "--format", "html"),
    ("digest", "--peek", "--format", "json"),
    ("status",),
    ("status", "--json"),
    ("plan", "--all"),
    ("plan", "--all", "--json"),
    ("refresh", "--dry-run", "--all", "--json"),
    ("review", "--json"),
    ("export", "bibtex"),
    ("export", "csv"),
    ("export", "json"),
    ("export", "markdown"),
    ("export", "bibtex", "--unicode", "--arxiv-as-article"),
    ("schedule", "show"),
    ("show", "1", "--json"),
]


def said(done: Completed) -> str:
    assert "Traceback" not in done.err, done.err
    assert done.code in (0, 1), done.err
    return done.out


@pytest.mark.parametrize("argv", TEXTS, ids=" ".join)
def test_nothing_is_obeyed_in_what_is_printed(filled: tuple[Cli, Completed], argv: tuple[str, ...]) -> None:
    done = filled[0](*argv, at=TUESDAY)
    assert said(done)
    joined = "\u2060" if argv == ("digest", "--peek", "--format", "markdown") else ""  # ours, so that nobody is notified
    assert hostile.obeyed(done.out.replace(joined, "") if joined else done.out) == []
    assert hostile.obeyed(done.err) == []


def test_nothing_is_obeyed_in_what_a_refresh_says_and_logs(filled: tuple[Cli, Completed]) -> None:
    done = filled[1]
    said(done)
    assert "pubtrack.http.client: " in done.err
    assert hostile.obeyed(done.out) == []
    assert hostile.obeyed(done.err) == []


@pytest.mark.parametrize("command", ["show", "why"])
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["words", "json"])
def test_nothing_is_obeyed_in_what_is_shown_of_one(
    filled: tuple[Cli, Completed], keys: list[str], command: str, options: tuple[str, ...]
) -> None:
    for key in keys[::3] if options else keys:
        done = filled[0](command, key, *options, at=TUESDAY)
        assert said(done)
        assert hostile.obeyed(done.out + done.err) == []
        if options:
            json.loads(done.out)


def test_a_review_shows_what_is_in_doubt_as_text(filled: tuple[Cli, Completed]) -> None:
    cli, _ = filled
    done = cli("review", "--no-open", stdin="s\n" * 200, at=TUESDAY)
    assert said(done)
    assert hostile.obeyed(done.out + done.err) == []


@pytest.mark.parametrize("argv", [one for one in TEXTS if "json" in one or "--json" in one], ids=" ".join)
def test_json_says_everything_and_is_plain(filled: tuple[Cli, Completed], argv: tuple[str, ...]) -> None:
    done = filled[0](*argv, at=TUESDAY)
    json.loads(done.out)
    done.out.encode("utf-8")


def test_json_holds_the_strings_as_they_were_typed(filled: tuple[Cli, Completed]) -> None:
    report = json.loads(filled[0]("report", "--refresh", "never", "--format", "json", at=TUESDAY).out)
    titles = " ".join(one["title"] for one in report["publications"])
    for text in ("\x1b]52;c;cm0gLXJm\x07", "\u202etxt.exe\u202c", "</script><script>alert(1)</script>", "\x9b2J"):
        assert text in titles or " ".join(text.split()) in titles


@pytest.mark.parametrize("argv", [one for one in TEXTS if "csv" in one], ids=" ".join)
def test_no_cell_of_a_csv_is_a_formula(filled: tuple[Cli, Completed], argv: tuple[str, ...]) -> None:
    assert hostile.formulas(filled[0](*argv, at=TUESDAY).out) == []


@pytest.mark.parametrize("argv", [one for one in TEXTS if "markdown" in one], ids=" ".join)
def test_markdown_holds_no_markup_of_others(filled: tuple[Cli, Completed], argv: tuple[str, ...]) -> None:
    text = filled[0](*argv, at=TUESDAY).out
    assert hostile.strangers_in_markdown(text) == []
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in tables}) <= (1 if argv[0] != "history" else 9)


def test_the_page_of_a_digest_holds_no_element_of_others(filled: tuple[Cli, Completed]) -> None:
    page = hostile.page(filled[0]("digest", "--peek", "--format", "html", at=TUESDAY).out)
    assert page.tags <= hostile.TAGS
    assert page.attributes <= hostile.ATTRIBUTES
    assert all(one.startswith(("https://", "http://")) and "evil" not in one for one in page.addresses)
    assert "</script><script>alert(1)</script>" in page.text


@pytest.mark.parametrize("options", [(), ("--unicode",)], ids=["", "unicode"])
def test_bibtex_holds_no_command_of_others(filled: tuple[Cli, Completed], options: tuple[str, ...]) -> None:
    text = filled[0]("export", "bibtex", *options, at=TUESDAY).out
    entries = re.findall(r"^@(\w+)\{([^,]*),$", text, re.MULTILINE)
    assert len(entries) == len(STRINGS)
    assert all(re.fullmatch(r"[\w:.-]+", key) for _, key in entries)
    for command in ("input", "write", "def", "include", "catcode", "immediate"):
        assert not re.search(rf"\\{command}(?![a-z])", text)
    for entry in re.split(r"^(?=@)", text, flags=re.MULTILINE)[1:]:
        assert _depths(entry) == (0, 0)
        assert not re.search(r"(?<!\\)(?:\\\\)*%", entry)


def _depths(entry: str) -> tuple[int, int]:
    """How deep the braces are at the end, and at their lowest before it, as BibTeX counts them: it knows no escape."""
    depth, lowest = 0, 1
    for place, one in enumerate(entry.rstrip()):
        depth += (one == "{") - (one == "}")
        if "{" in entry[: place + 1]:
            lowest = min(lowest, depth)
    return depth, lowest


# ---------------------------------------------------------------- on a terminal


@pytest.mark.process("a terminal belongs to a process")
@pytest.mark.parametrize(
    "argv",
    [("report", "--refresh", "never"), ("refresh", "--all"), ("digest", "--peek"), ("show", "1"), ("why", "2"), ("status",)],
    ids=" ".join,
)
def test_a_terminal_gets_colours_and_links_of_ours_only(filled: tuple[Cli, Completed], argv: tuple[str, ...]) -> None:
    _, heard = on_a_terminal(filled[0], argv)
    assert len(heard) > 100
    assert hostile.on_terminal(heard) == []
    assert "evil.example/\x1b\\" not in heard


# ---------------------------------------------------------------- what is written


def test_what_is_written_into_the_cache_is_one_row_a_line(filled: tuple[Cli, Completed]) -> None:
    for path in (filled[0].folder / "cache").glob("*.csv"):
        assert hostile.obeyed(path.read_text("utf-8")) == [], path.name


@pytest.mark.parametrize("name", STRINGS)
def test_an_imported_bib_file_leaves_a_list_that_can_be_read(cli: Cli, name: str) -> None:
    text = STRINGS[name].replace("{", "").replace("}", "").replace("\\", "")
    cli.write("author: Ada Example\npublications: []\n")
    cli.write(
        f"@article{{k, title = {{{text} of Widgets}}, author = {{Example, Ada and Other {text}, Bob}}, journal = {{{text} J}}, "
        f"year = 2024, note = {{{text}}}}}\n",
        "in.bib",
    )
    done = cli("import", "bibtex", "in.bib", "--yes")
    said(done)
    assert hostile.obeyed(done.out + done.err) == []
    written = cli.read("publications.yaml")
    assert hostile.obeyed(written) == []
    (one,) = yaml.safe_load(written)["publications"]
    assert set(one) <= {"title", "authors", "venue", "year", "key", "note", "date", "type", "container"}
    assert said(cli("report", "--refresh", "never"))


def test_a_saved_page_leaves_a_list_that_can_be_read(cli: Cli) -> None:
    """Titles, names and venues of a page somebody else could write to: each becomes the value of its field and nothing more."""
    shown = {name: "".join(one for one in text if ord(one) > 31 and not 0xD800 <= ord(one) < 0xE000) for name, text in STRINGS.items()}
    articles = tuple(
        scholar_pages.Article(
            title=f"{text} {hostile.word(number)} Widgets",
            id=f"{scholar_pages.USER}:w{number:011}",
            authors=f"A Example, B {text.replace(',', '')}",
            venue=f"{text.replace(',', '')} Letters",
        )
        for number, text in enumerate(shown.values())
    )
    cli.write(scholar_pages.profile(articles), "page.html")
    done = cli("import", "scholar-page", "page.html", "--new", "--yes", "--date", "2026-11-20")
    said(done)
    assert done.code == 0, done.out + done.err
    assert hostile.obeyed(done.out + done.err) == []
    written = cli.read("publications.yaml")
    assert hostile.obeyed(written) == []
    entries = yaml.safe_load(written)["publications"]
    assert len(entries) == len(STRINGS)
    assert {name for one in entries for name in one} <= {"title", "authors", "venue", "year", "google_scholar", "key", "ids", "date"}
    assert said(cli("report", "--refresh", "never"))


ODD_KEYS = [
    "../../etc/passwd",
    "/etc/passwd",
    "a\nb",
    "a b",
    "",
    ".",
    "..",
    "CON",
    "nul.txt",
    "a/b",
    "a\\b",
    "x\x00y",
    "k,}@book{",
    "=1+1",
    "-rf",
    "\u202ek",
    "a\x1b[2Jb",
    "a" * 5000,
    "trailing.",
    "%n",
    "{",
    "~",
    "$x",
]


@pytest.mark.parametrize("key", ODD_KEYS, ids=ascii)
def test_a_key_is_taken_or_refused_and_leads_nowhere(cli: Cli, key: str) -> None:
    cli.write(
        f"author: Ada Example\npublications:\n  - {{title: Widgets for Everybody, key: {quoted(key)}}}\n  - {{title: Another Matter}}\n"
    )
    before = {path for path in cli.folder.parent.rglob("*") if cli.folder not in path.parents}
    for argv in (("report", "--refresh", "never"), ("export", "bibtex"), ("history",), ("show", "1")):
        done = cli(*argv)
        assert "Traceback" not in done.err
        assert done.code in (0, 1)
        assert hostile.obeyed(done.out + done.err) == []
    for entry in re.findall(r"^@\w+\{(.*),$", cli("export", "bibtex").out, re.MULTILINE):
        assert re.fullmatch(r"[^\s{},\\%#~\"'()=]+", entry)
    assert {path for path in cli.folder.parent.rglob("*") if cli.folder not in path.parents} == before


@pytest.mark.parametrize("text", ["\x1b[2J", "\x9b2J", "\u202e", "\x00", "[red]x[/red]", "\n", "\u2028", "\udcff"], ids=ascii)
def test_what_is_typed_wrongly_is_repeated_as_text(cli: Cli, text: str) -> None:
    cli.write("author: Ada Example\npublications:\n  - {title: Widgets for Everybody}\n")
    if "\x00" not in text:
        for argv in (
            ("show", text),
            ("why", text),
            ("history", text),
            ("report", "--year", text),
            (text,),
            ("--cache", f"/nowhere/{text}", "report"),
        ):
            done = cli(*argv)
            assert "Traceback" not in done.err
            assert hostile.obeyed(done.out + done.err) == [], argv
    cli.write(f"author: Ada Example\npublications:\n  - {{title: Widgets, {quoted('x' + text)}: 1, year: {quoted(text)}}}\n")
    done = cli("report", "--refresh", "never")
    assert "Traceback" not in done.err
    assert hostile.obeyed(done.out + done.err) == []


# ---------------------------------------------------------------- what other programs run by


@pytest.mark.parametrize("name", STRINGS)
def test_a_folder_of_that_name_is_one_word_of_a_timer_or_refused(name: str) -> None:
    """What each timer holds is the path, whole, or the path is refused: nothing of it is a line, a variable or a command of its own."""
    made = timers.job(f"/home/ada/{STRINGS[name].replace('/', ' ')}")
    if (refusal := _refusal(lambda: check_text(made))) is not None:
        assert not made.listing.isprintable()
        assert hostile.obeyed(refusal) == []
        return
    plain = timers.job("/home/ada/plain")
    for unit in (systemd_units.service, systemd_units.timer):
        text, usual = (unit(one).partition("[Unit]")[2] for one in (made, plain))
        assert [one.partition("=")[0] for one in text.splitlines()] == [one.partition("=")[0] for one in usual.splitlines()]
        assert "%" not in text.replace("%%", "")
    assert plistlib.loads(launchd.property_list(made))["ProgramArguments"] == list(made.refresh_if_missed)
    task, usual_task = (ElementTree.fromstring(windows_task.task(one, TUESDAY.replace(tzinfo=None))) for one in (made, plain))
    assert [one.tag for one in task.iter()] == [one.tag for one in usual_task.iter()]
    try:
        lines = cron_table.entry(made).decode().splitlines()
    except Misused:
        assert "\\" in made.listing
    else:
        assert len(lines) == 2
        assert shlex.split(lines[1].replace("\\%", "%"))[5:] == list(made.refresh_if_missed)


@pytest.mark.parametrize("name", STRINGS)
def test_a_list_of_that_name_is_one_value_of_a_workflow_or_refused(name: str) -> None:
    plan = GithubPlan(library=f"a{STRINGS[name]}.yaml", cache=f"c{STRINGS[name]}", install=".", seed="x")
    if (refusal := _refusal(lambda: workflow.workflow(plan))) is not None:
        assert hostile.obeyed(refusal) == []
        return
    text = workflow.workflow(plan)
    environment = yaml.safe_load(text)["jobs"]
    usual = yaml.safe_load(workflow.workflow(GithubPlan(library="a.yaml", cache="c", install=".", seed="x")))["jobs"]
    assert json.dumps(plan.library) in json.dumps(environment)
    assert _outline(environment) == _outline(usual)
    assert [step.get("run") for job in environment.values() for step in job["steps"]] == [
        step.get("run") for job in usual.values() for step in job["steps"]
    ]


def _refusal(make: Callable[[], object]) -> str | None:
    try:
        make()
    except Misused as refused:
        return str(refused)
    return None


def _outline(value: object) -> object:
    """The shape of a document without its texts."""
    if isinstance(value, dict):
        return {name: _outline(one) for name, one in value.items()}
    return [_outline(one) for one in value] if isinstance(value, list) else type(value).__name__


def test_a_folder_is_left_as_it_was(filled: tuple[Cli, Completed]) -> None:
    """Nothing that a service said became a file."""
    names = {path.name for path in filled[0].folder.rglob("*") if path.is_file() and "home" not in path.parts}
    assert {one for one in names if hostile.obeyed(one) or "Widgets" in one or "evil" in one} == set()
