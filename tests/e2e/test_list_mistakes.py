"""The list as people type it, and as they mistype it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.lists import FOUR, PACE, entry, shipped
from tests.e2e.reading import assert_calm, known, report
from tests.world import Cli, World
from tests.world.people import ShengyuLiu

GOOD = '  - {title: "A Good Study", authors: "A B", year: 2024}\n'


def offline(cli: Cli, text: str | bytes) -> tuple[int, str, str]:
    """Exit code, table and messages of a report on this list that asks nobody."""
    path = cli.folder / "publications.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    before = path.read_bytes()
    done = cli("--offline", "report")
    assert_calm(done)
    assert path.read_bytes() == before
    return done.code, done.out, done.err


# ---------------------------------------------------------------- what is typed is understood

TYPED = """\
author: Shengyu Liu
publications:
  - title: "One: Ids Unquoted"
    authors: Bingyang Wu*, Shengyu Liu
    venue: In OSDI 2024
    date: Apr 2024
    arxiv: 2305.05920
  - title: Two Keeps Its Zeros
    authors: [NO, Shengyu Liu*]
    venue: SOSP'24
    arxiv: 2404.10000
  - title: Three is a Link
    authors: Shengyu Liu
    venue: Submitted to NSDI
    arxiv: https://arxiv.org/pdf/2409.13221v2.pdf
    date: 2024-09
  - title: Four is Old Style
    authors: Shengyu Liu and Bingyang Wu
    venue: arXiv preprint
    arxiv: math.CA/0611800v3
    date: 2006
  - title: 1984
    authors: Shengyu Liu
    venue: {name: IEEE TPAMI, year: 2023, status: accepted}
    doi: https://doi.org/10.1109/TPAMI.2023.1234567
    year: 2022
    key: orwell
    tags: [books, NO]
    code: [github.com/a/b]
    note: a note
"""


def test_what_people_type_is_read_as_typed(cli: Cli) -> None:
    cli.write(TYPED)
    said = known(cli)
    assert said.code == 0, said.words
    one, two, three, four, five = said.said["publications"]
    assert [paper["ids"].get("arxiv") for paper in (one, two, three, four)] == ["2305.05920", "2404.10000", "2409.13221", "math/0611800"]
    assert five["ids"]["doi"] == "10.1109/tpami.2023.1234567"
    assert [(paper["venue"], paper["year"], paper["status"]) for paper in (one, two, three, five)] == [
        ("OSDI", 2024, "published"),
        ("SOSP", 2024, "published"),
        ("NSDI", 2024, "submitted"),
        ("IEEE TPAMI", 2022, "accepted"),
    ]
    assert four["status"] == "preprint"
    assert [author["name"] for author in two["authors"]] == ["NO", "Shengyu Liu"]
    assert [author["equal_contribution"] for author in one["authors"]] == [True, False]
    assert (five["title"], five["key"], five["tags"]) == ("1984", "orwell", ["books", "NO"])


def test_the_schema_of_the_list_accepts_what_people_type(cli: Cli) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    import yaml

    done = cli("schema")
    assert_calm(done)
    check = jsonschema.Draft202012Validator(json.loads(done.out))
    for text in (TYPED, shipped()):
        check.validate(json.loads(json.dumps(yaml.safe_load(text), default=str)))
    wrong = yaml.safe_load(TYPED)
    wrong["publications"][0]["arxiv"] = ["2305.05920", {}]
    assert list(check.iter_errors(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        "author: Shengyu Liu\n",
        "author: Shengyu Liu\npublications:\n",
        "author: Shengyu Liu\npublications: []\n",
        "---\n",
    ],
)
def test_an_empty_list_is_fine(cli: Cli, text: str) -> None:
    code, out, _ = offline(cli, text)
    assert (code, "0 publications" in out) == (0, True)
    assert cli("report").code == 0
    assert cli.world.asked == 0


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(cli: Cli, ends: str) -> None:
    code, out, err = offline(cli, ("\ufeff" + TYPED).replace("\n", ends).encode())
    assert (code, "Two Keeps Its Zeros" in out) == (0, True), err


# ---------------------------------------------------------------- mistakes that cost an entry

MISTAKES = """\
author: A B
publications:
  - tittle: Wrong Field
    authors: A B
  - {title: "A Good Study", authors: "A B", year: 2024}
  - title: Analysis of C #1 compilers
    authors: A B
  - title: A Wrong Id
    arxiv: 2413.99999
  - title: A Wrong Doi
    doi: 11.1000/xyz
  - title: [not, a, text]
    authors: A B
  - title: A Wrong Date
    date: 31 Foo 2024
  - just words
  - title: A Good Study
    authors: A B
    year: 2024
"""


def test_mistakes_are_collected_each_with_its_place(cli: Cli) -> None:
    cli.write(MISTAKES)
    said = known(cli)
    assert said.code == 1
    places = {one["place"].rpartition("publications.yaml:")[2] for one in said.problems() if one["place"]}
    lines = {int(place.split(":")[0]) for place in places}
    assert {3, 6, 9, 11, 12, 15, 16, 17} <= lines
    assert all(place.count(":") == 1 for place in places)
    assert "title" in said.words
    assert "A Good Study" in [one["title"] for one in said.said["publications"]]
    assert "Traceback" not in said.run.err
    table = cli("--offline", "report")
    assert (table.code, "A Good Study" in table.out) == (1, True)


def test_what_is_right_is_asked_although_something_is_wrong(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    cli.write(shipped().replace("software:", "  - just words\n\nsoftware:"))
    said = report(cli)
    assert (said.code, said.counts) == (1, FOUR)
    assert (len(world.arxiv.requests), len(world.google_scholar.requests)) == (2, 1)


def test_an_unknown_field_is_a_warning_with_the_nearest_name(cli: Cli) -> None:
    cli.write("author: A B\npublications:\n  - {title: A Good Study, authors: A B, yaer: 2024, x-mine: 3}\n")
    said = known(cli)
    assert said.code == 0
    (warning,) = said.problems(severity="warning")
    assert "year" in warning["message"]
    assert warning["place"].endswith("publications.yaml:3:41")


# ---------------------------------------------------------------- mistakes that cost the list

UNUSABLE = {
    "unquoted colon": b"author: A B\npublications:\n  - title: LoongServe: Efficiently Serving\n",
    "tab": b"author: A B\npublications:\n\t- title: A Study\n",
    "not yaml": b"@@@ {{{ ]]",
    "a text": b"just some words\n",
    "a list": b"- title: A Study\n",
    "two keys": b"author: A B\npublications:\n  - {title: One, key: same}\n  - {title: Two, key: same}\n",
    "two fields": b"author: A B\nauthor: C D\n",
    "publications a mapping": b"author: A B\npublications: {title: A}\n",
    "not utf-8": "author: Jos\xe9\n".encode("latin-1"),
    "utf-16": "author: A B\n".encode("utf-16"),
    "nul": b"author: A\x00B\n",
    "brackets": b"[" * 100_000,
    "braces": b"{" * 100_000,
    "nested": b"publications: " + b"[" * 5000 + b"]" * 5000,
    "alias bomb": b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((98 + n, 98 + n) + (97 + n,) * 9) for n in range(9))
    + b"publications: *j\n",
    "alias of itself": b"publications: &p [*p]\n",
    "huge": b"author: A B\n" + b"# filler filler filler filler\n" * 1_800_000,
    "two documents": b"author: A B\n---\nauthor: C D\n",
    "unclosed quote": b'author: "A B\npublications: []\n',
    "binary": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_list_that_cannot_be_used_ends_the_run_and_makes_nothing(cli: Cli, name: str) -> None:
    code, out, err = offline(cli, UNUSABLE[name])
    assert (code, out) == (3, "")
    first = err.splitlines()[0]
    line, column = first.partition("publications.yaml:")[2].split(":")[:2]
    assert int(line) >= 1
    assert int(column) >= 1
    assert len(err) < 3000
    assert not (cli.folder / "cache").exists()


def test_the_unquoted_colon_is_answered_with_what_to_type(cli: Cli) -> None:
    _, _, err = offline(cli, UNUSABLE["unquoted colon"])
    assert 'title: "LoongServe: Efficiently Serving"' in err
    assert "publications.yaml:3:" in err


def test_several_mistakes_that_cost_the_list_are_all_told(cli: Cli) -> None:
    text = "author: A B\npublications:\n  - title: One: Two\n    authors: A B\n  - title: Three: Four\n    authors: A B\n"
    _, _, err = offline(cli, text)
    assert "publications.yaml:3:" in err
    assert "publications.yaml:5:" in err


def test_a_list_broken_later_leaves_the_cache_as_it_is(settled: Cli) -> None:
    before = {path.name: path.read_bytes() for path in (settled.folder / "cache").glob("*.csv")}
    code, _, _ = offline(settled, UNUSABLE["unquoted colon"])
    assert code == 3
    assert {path.name: path.read_bytes() for path in (settled.folder / "cache").glob("*.csv")} == before
    settled.write(shipped())
    assert known(settled).counts == FOUR


def test_an_emptied_list_loses_nothing(settled: Cli) -> None:
    offline(settled, "author: Shengyu Liu\n")
    settled.write(shipped())
    assert known(settled).counts == FOUR


@pytest.mark.parametrize("command", [["report"], ["refresh"], ["show", "x"], ["export", "bibtex"], ["import", "bibtex", "x.bib"]])
def test_no_list_at_all_is_told_by_every_command(cli: Cli, command: list[str]) -> None:
    done = cli("--library", "nothing.yaml", *command)
    assert_calm(done)
    assert done.code in (1, 3)
    assert "nothing.yaml" in done.err or "x.bib" in done.err
    assert not (cli.folder / "cache").exists()


def test_a_folder_is_no_list(cli: Cli) -> None:
    (cli.folder / "papers").mkdir()
    done = cli("--library", "papers", "report")
    assert_calm(done)
    assert (done.code, "folder" in done.err) == (3, True)


def test_messages_show_what_was_typed_harmlessly(cli: Cli) -> None:
    code, out, err = offline(cli, 'author: A B\npublications:\n  - {title: "x", "\\e[31mtitel[red]": y, arxiv: "\\e]0;owned\\a"}\n')
    assert code in (0, 1)
    assert "\x1b" not in out + err


def test_a_title_that_yaml_would_read_otherwise_stays_a_title(cli: Cli, tmp_path: Path) -> None:
    texts = ["NO", "1e3", "0x10", "2024-01-01", "~", "null", "12:30:45", ".5"]
    cli.write(
        "author: A B\npublications:\n" + "".join(f"  - title: {text}\n    authors: A B\n" for text in texts if text not in ("~", "null"))
    )
    said = known(cli)
    assert [one["title"] for one in said.said["publications"]] == [text for text in texts if text not in ("~", "null")]


def test_the_person_is_right_against_arxiv(cli: Cli, liu: ShengyuLiu) -> None:
    cli.write(
        "author: Shengyu Liu\nsettings: {" + PACE + "}\npublications:\n" + entry(liu.rlhfuse, venue="Journal of Mine 2030", year="2031")
    )
    said = report(cli)
    (one,) = said.said["publications"]
    assert (one["year"], one["venue"]) == (2031, "Journal of Mine")
