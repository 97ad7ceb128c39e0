"""Publications become BibTeX entries: types, names, order, and not one invented fact."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

import pytest
from pybtex.database import Entry, parse_string

from pubtrack.bibtex.citable import without_arxiv_volume
from pubtrack.bibtex.names import authors_field
from pubtrack.bibtex.write import Citable, Options, render
from pubtrack.model.publication import Venue
from pubtrack.text.venues import parse_venue

WIDGETS = Citable(
    key="doe2024widgets",
    title="WidgetServe: Efficiently Serving Long-context Widgets",
    authors=("Jane Doe", "Jan van der Berg"),
    venue=parse_venue("SOSP'24"),
    year=2024,
    month=11,
    pages="640–654",
    arxiv="2404.00001",
    primary_category="cs.DC",
    doi="10.1145/1234567.1234568",
)


def entry(citable: Citable, **options: bool) -> Entry:
    (one,) = parse_string(render([citable], options=Options(**options)), "bibtex").entries.values()
    return one


def made(**changes: object) -> Citable:
    given: dict[str, object] = {"key": "doe2024", "title": "On Widgets", "authors": ("Jane Doe",), "year": 2024}
    return Citable(**(given | changes))  # type: ignore[arg-type]  # the keys are the fields of Citable


def fields(one: Entry) -> Mapping[str, str]:
    return {name.lower(): value for name, value in one.fields.items()}


def test_a_conference_paper_is_printed_as_people_expect_it() -> None:
    assert render([WIDGETS]) == (
        "@inproceedings{doe2024widgets,\n"
        "  author        = {Doe, Jane and van der Berg, Jan},\n"
        "  title         = {{WidgetServe}: Efficiently Serving Long-context Widgets},\n"
        "  booktitle     = {Symposium on Operating Systems Principles},\n"
        "  series        = {SOSP '24},\n"
        "  pages         = {640--654},\n"
        "  year          = {2024},\n"
        "  month         = nov,\n"
        "  publisher     = {Association for Computing Machinery},\n"
        "  eprint        = {2404.00001},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass  = {cs.DC},\n"
        "  doi           = {10.1145/1234567.1234568},\n"
        "  url           = {https://doi.org/10.1145/1234567.1234568}\n"
        "}\n"
    )


def test_what_is_only_on_arxiv_is_misc() -> None:
    one = entry(made(arxiv="2404.00001", primary_category="cs.LG", venue=parse_venue("arXiv preprint")))
    assert one.type == "misc"
    assert fields(one) == {
        "title": "On Widgets",
        "year": "2024",
        "eprint": "2404.00001",
        "archiveprefix": "arXiv",
        "primaryclass": "cs.LG",
        "doi": "10.48550/arXiv.2404.00001",
        "url": "https://arxiv.org/abs/2404.00001",
    }


def test_what_is_only_on_arxiv_is_an_article_where_wanted() -> None:
    one = entry(made(arxiv="2404.00001"), arxiv_as_article=True)
    assert (one.type, one.fields["journal"]) == ("article", "arXiv preprint arXiv:2404.00001")


@pytest.mark.parametrize(("arxiv", "type_"), [("2409.00001", "misc"), (None, "unpublished")])
def test_a_submission_is_never_printed_as_published(arxiv: str | None, type_: str) -> None:
    text = render([made(venue=parse_venue("Submitted to NSDI'25"), arxiv=arxiv)])
    assert text.startswith(f"@{type_}{{")
    assert "NSDI" not in text
    assert "Networked" not in text


def test_what_is_accepted_is_to_appear() -> None:
    assert entry(made(venue=parse_venue("To appear in IEEE TPAMI"))).fields["note"] == "To appear"
    assert entry(made(venue=parse_venue("To appear in IEEE TPAMI"), note="Best paper")).fields["note"] == "To appear. Best paper"


@pytest.mark.parametrize(
    ("venue", "changes", "type_", "expected"),
    [
        ("In OSDI 2024", {}, "inproceedings", {"series": "OSDI '24"}),
        ("In OSDI 2024", {}, "inproceedings", {"booktitle": "Symposium on Operating Systems Design and Implementation"}),
        ("In OSDI 2024", {"volume": "3", "number": "4"}, "inproceedings", {"volume": "3"}),
        ("In OSDI 2024", {"container": "18th USENIX Symposium"}, "inproceedings", {"booktitle": "18th {USENIX} Symposium"}),
        ("IEEE TPAMI", {"volume": "3", "number": "4", "pages": "1-9"}, "article", {"volume": "3", "number": "4", "pages": "1--9"}),
        ("Nature", {"number": "4"}, "article", {"journal": "Nature"}),
        ("PhD thesis, Oxford", {}, "phdthesis", {"school": "Oxford"}),
        ("Master's thesis, Oxford", {}, "mastersthesis", {"school": "Oxford"}),
        ("Technical report, Widgets Inc", {}, "techreport", {"institution": "Widgets Inc"}),
        ("Oxford University Press", {}, "book", {"publisher": "Oxford University Press"}),
        ("Handbook of Widgets", {}, "misc", {"howpublished": "In Handbook of Widgets"}),
        ("Somewhere quiet", {}, "misc", {"howpublished": "Somewhere quiet"}),
        ("Somewhere quiet", {"kind": "journal"}, "article", {"journal": "Somewhere quiet"}),
        ("Somewhere quiet", {"volume": "9"}, "article", {"volume": "9"}),
        ("WIDGETCON", {}, "inproceedings", {"booktitle": "{WIDGETCON}"}),
        ("bioRxiv", {}, "misc", {"howpublished": "{bioRxiv}"}),
        ("In OSDI 2024", {"authors": ()}, "misc", {"key": "doe2024"}),
        ("Widget Workshop", {"year": None, "pages": "1-2"}, "misc", {"howpublished": "In Widget Workshop, pages 1--2"}),
    ],
)  # fmt: skip
def test_the_venue_decides_the_type(venue: str, changes: dict[str, object], type_: str, expected: dict[str, str]) -> None:
    one = entry(made(venue=parse_venue(venue), **changes))
    assert one.type == type_
    assert expected.items() <= fields(one).items()


def test_a_number_is_printed_with_its_volume_only() -> None:
    assert "number" not in entry(made(venue=parse_venue("Nature"), number="4")).fields
    assert "number" not in entry(made(venue=parse_venue("In OSDI 2024"), volume="3", number="4")).fields


def test_without_a_year_the_date_says_that_it_is_unknown() -> None:
    one = entry(made(year=None, month=5))
    assert "year" not in one.fields
    assert "month" not in one.fields
    assert one.fields["date"] == "XXXX"


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("authors", "field"),
    [
        (("Jane Doe", "John Q. Public"), "Doe, Jane and Public, John Q."),
        (("Doe, Jane",), "Doe, Jane"),
        (("Jan van der Berg",), "van der Berg, Jan"),
        (("Martin Luther King Jr.",), "King, Jr., Martin Luther"),
        (("Ortega y Gasset, José",), r"{Ortega y Gasset}, Jos{\'e}"),
        (("{The OpenAI Team}",), "{The OpenAI Team}"),
        (("{Barnes and Noble}",), "{Barnes and Noble}"),
        (("OpenAI",), "OpenAI"),
        (("Wei Wang 0001",), "Wang, Wei"),
        (("王小明",), r"{\relax 王小明}"),
        (("Jane A&B",), r"{\relax A\&B}, Jane"),
        (("Jane And",), "{And}, Jane"),
        (("0", "X 0", "Jane Doe"), r"{\relax 0} and {\relax 0}, X and Doe, Jane"),  # biber takes a bare 0 for no name
        (("{Ibá and Co}", "{Éa and Co}"), r"{\relax Ib{\'a} and Co} and {{\'E}a and Co}"),  # alpha would cut the former to Ib\
    ],
)
def test_names_are_written_family_first(authors: tuple[str, ...], field: str) -> None:
    assert authors_field(authors) == field


def test_more_authors_are_others_and_never_et_al() -> None:
    assert authors_field(("Jane Doe",), complete=False) == "Doe, Jane and others"
    assert "author = {Doe, Jane and others}" in render([made(authors=("Jane Doe", "et al."))])
    assert authors_field((), complete=False) == ""


def test_names_stay_in_unicode_where_wanted() -> None:
    assert authors_field(("José Ortega", "王小明"), unicode=True) == "Ortega, José and 王小明"


# ---------------------------------------------------------------- the file


def test_the_order_given_does_not_change_a_byte() -> None:
    citables = [made(key=f"k{year}{letter}", year=year or None) for year in (2021, 2024, 0) for letter in "bac"]
    shuffled = citables[:]
    random.Random(7).shuffle(shuffled)
    assert render(shuffled) == render(citables)
    assert re.findall(r"@\w+\{(\w+),", render(shuffled)) == [f"k{year}{letter}" for year in (2024, 2021, 0) for letter in "abc"]


def test_no_publication_is_no_text() -> None:
    assert render([]) == ""


def test_keys_that_bibtex_cannot_read_are_mended() -> None:
    text = render([made(key="a b{c},d"), made(key="x"), made(key="X"), made(key="%")])
    assert re.findall(r"@\w+\{([^,]+),", text) == ["entry", "X", "a-b-c-d", "x-2"]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("640-654", "640--654"),
        ("640 – 654", "640--654"),
        ("640--654", "640--654"),
        ("5:1—5:25", "5:1--5:25"),
        ("1-3, 7−9", "1--3, 7--9"),
        ("e12345", "e12345"),
        ("7", "7"),
    ],
)
def test_pages_have_an_en_dash(pages: str, expected: str) -> None:
    assert entry(made(venue=parse_venue("SOSP'24"), pages=pages)).fields["pages"] == expected


def test_ids_and_addresses_are_verbatim_but_for_what_breaks_the_entry() -> None:
    one = entry(made(doi="10.1/a_b%26(c)<d>", url="https://example.org/~a_b?x=1&y=%20{z} ü"))
    assert one.fields["doi"] == "10.1/a_b%26(c)<d>"
    assert one.fields["url"] == "https://example.org/~a_b?x=1&y=%20%7Bz%7D%20%C3%BC"


def test_definitions_stand_first_and_only_where_needed() -> None:
    assert render([made(title="Hể")]).startswith("@preamble{{\\providecommand{\\hookabove}")
    assert "@preamble" not in render([made(title="Hé")])


def test_pybtex_reads_every_field_back() -> None:
    citables = [
        WIDGETS,
        made(key="b", title="50% of R&D: $O(N)$ in {LLM}s", venue=Venue(name="Nature"), volume="1", note="a_b", url="https://example.org/"),
    ]
    read = parse_string(render(citables), "bibtex")
    assert [person.last_names for person in read.entries["doe2024widgets"].persons["author"]] == [["Doe"], ["Berg"]]
    assert read.entries["doe2024widgets"].persons["author"][1].prelast_names == ["van", "der"]
    assert read.entries["doe2024widgets"].fields["month"] == "November"
    assert fields(read.entries["b"]) == {
        "title": "50\\% of {R}\\&{D}: {$O(N)$} in {LLM}s",
        "journal": "Nature",
        "volume": "1",
        "year": "2024",
        "note": "a\\_b",
        "url": "https://example.org/",
    }


@pytest.mark.parametrize(
    ("volume", "fields"),
    [
        ("12", {"volume": "12", "number": "3"}),
        ("63-II", {"volume": "63-II", "number": "3"}),
        ("abs/2404.09526", {}),
    ],
)
def test_every_volume_is_one_but_that_of_an_arxiv_id(volume: str, fields: dict[str, str]) -> None:
    one = Citable(key="k", title="T", authors=("Jane Doe",), venue=parse_venue("IEEE TPAMI"), year=2020, volume=volume, number="3")
    printed = render([without_arxiv_volume(one)])
    for name in ("volume", "number", "note"):
        assert (re.search(rf"^  {name} ", printed, re.M) is not None) == (name in fields)
    assert all(f"{{{value}}}" in printed for value in fields.values())
