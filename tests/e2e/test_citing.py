"""`pubtrack export bibtex` and `import bibtex` as one types them."""

from __future__ import annotations

import pytest

from tests.e2e.lists import DISTSERVE, FOUR, LOONGSERVE, RLHFUSE, shipped
from tests.e2e.reading import assert_calm, known
from tests.world import Cli, World

BIB = r"""
@string{osdi = "OSDI"}
@article{mueller2020,
  author = {M{\"u}ller, J{\"o}rg and Liu, Shengyu},
  title  = {{A} Study of \emph{Caches} \& More},
  journal= {ACM Transactions on Examples},
  year   = 2020, volume = 3, number = 4, pages = {5--17}, doi = {10.1145/1234567.1234568},
}
@inproceedings{x, title={DistServe: Disaggregating Prefill and Decoding for Goodput-optimized Large Language Model Serving},
  author={Zhong, Yinmin and Liu, Shengyu and others}, booktitle=osdi, year=2024, pages={193--210}}
"""


def test_the_list_leaves_as_bibtex_without_asking(settled: Cli, world: World) -> None:
    done = settled("export", "bibtex")
    assert_calm(done)
    assert (done.code, done.err, world.asked) == (0, "", 0)
    for words in (
        f"@inproceedings{{{DISTSERVE},",
        f"@misc{{{RLHFUSE},",
        "eprint        = {2401.09670}",
        "primaryClass",
        "10.1145/3694715.3695948",
    ):
        assert words in done.out
    assert "booktitle" not in done.out[done.out.index(RLHFUSE) :]
    assert settled("export", "bibtex").out == done.out
    settled("export", "bibtex", "-o", "mine.bib")
    assert settled.read("mine.bib") == done.out
    assert settled("export", "bibtex", "-o", "nowhere/mine.bib").code == 2


def test_pybtex_reads_what_is_written(settled: Cli) -> None:
    from pybtex.database import parse_string

    read = parse_string(settled("export", "bibtex").out, "bibtex")
    assert set(read.entries) == set(FOUR)
    assert str(read.entries[LOONGSERVE].persons["author"][0]) == "Wu, Bingyang"
    assert read.entries[DISTSERVE].fields["year"] == "2024"


def test_bibtex_comes_in_with_a_difference_first(settled: Cli) -> None:
    settled.write(BIB, name="mine.bib")
    before = settled.read("publications.yaml")
    dry = settled("import", "bibtex", "mine.bib", "--dry-run")
    assert_calm(dry)
    assert (dry.code, settled.read("publications.yaml")) == (0, before)
    assert "A Study of" in dry.out
    assert settled("import", "bibtex", "mine.bib").code == 2
    done = settled("import", "bibtex", "mine.bib", "--yes")
    assert_calm(done)
    assert done.code == 0
    said = known(settled)
    assert said.code == 0
    assert {key: said.counts[key] for key in FOUR} == FOUR
    assert len(said.counts) == 5
    added = said.said["publications"][4]
    assert (added["year"], added["ids"]["doi"], added["authors"][0]["name"]) == (2020, "10.1145/1234567.1234568", "Jörg Müller")
    text = settled.read("publications.yaml")
    again = settled("import", "bibtex", "mine.bib", "--yes")
    assert (again.code, settled.read("publications.yaml")) == (0, text)


def test_what_is_exported_comes_back_without_a_double(settled: Cli) -> None:
    settled("export", "bibtex", "-o", "mine.bib")
    done = settled("import", "bibtex", "mine.bib", "--yes")
    assert_calm(done)
    assert done.code == 0
    assert known(settled).counts == FOUR


def test_a_list_begins_with_bibtex(cli: Cli) -> None:
    cli.write(BIB, name="mine.bib")
    done = cli("import", "bibtex", "mine.bib", "--yes")
    assert_calm(done)
    assert done.code == 0
    assert len(known(cli).counts) == 2


@pytest.mark.parametrize(
    "body", [b"", b"no bibtex at all", b"@article{unclosed, title={", b"\xff\xfe\x00", b"@article{a, title={A}}" * 3, b"{" * 100_000]
)
def test_broken_bibtex_changes_nothing_it_should_not(first: Cli, body: bytes) -> None:
    (first.folder / "mine.bib").write_bytes(body)
    done = first("import", "bibtex", "mine.bib", "--yes")
    assert_calm(done)
    assert done.code in (0, 1)
    assert known(first).code == 0
    assert first.read("publications.yaml").startswith(shipped()[:1500])


@pytest.mark.parametrize(
    ("entries", "total"),
    [
        ("@misc{one, title={One Widget}}\n@misc{two, author={A B}}", "1 of 2"),
        ("@misc{one, title={One Widget}}\n@misc{two, title={Two\n\n@misc{three, title={Three Widgets}}", "2 of 3"),
        (
            "@misc{a, title={One Widget}, doi={10.1000/x}}\n@misc{b, title={Cogs}, doi={10.1000/x}}\n@proceedings{p, title={P}}",
            "1 of 3",
        ),
    ],
)
def test_what_is_not_taken_in_is_named_and_counted(first: Cli, entries: str, total: str) -> None:
    first.write(entries, name="mine.bib")
    done = first("import", "bibtex", "mine.bib", "--yes")
    assert_calm(done)
    assert done.code == 1
    assert f"mine.bib: {total} entries taken in" in " ".join(done.err.split())


def test_two_works_of_one_title_come_in_as_two(first: Cli) -> None:
    entry = "{key}, author={{Ada Example}}, title={{Why Trust a Widget}}, "
    conference = "@inproceedings{" + entry.format(key="kdd") + "booktitle={KDD}, year=2016}"
    demo = "@inproceedings{" + entry.format(key="demo") + "booktitle={NAACL Demonstrations}, year=2016, pages={97--101}, doi={10.1000/n16}}"
    first.write(conference + "\n" + demo, name="mine.bib")
    done = first("import", "bibtex", "mine.bib", "--yes")
    assert (done.code, known(first).code) == (0, 0)
    printed = first("export", "bibtex").out
    assert printed.count("Why Trust a Widget") == 2
    assert "97--101" not in printed[printed.index("{kdd,") :]


@pytest.mark.parametrize("name", ["missing.bib", "."])
def test_a_file_that_is_none_is_told(first: Cli, name: str) -> None:
    done = first("import", "bibtex", name)
    assert_calm(done)
    assert (done.code, name in done.err) == (1, True)
