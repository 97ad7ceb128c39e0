"""People's .bib files are read, whatever wrote them; one bad entry costs itself only."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.bibtex.parse import read
from pubtrack.bibtex.read import parse
from pubtrack.model.publication import Listed

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "bibtex"


def only(text: str) -> Listed:
    (one,), findings = parse(text, "mine.bib")
    assert findings == ()
    return one


def said(text: str | bytes) -> list[tuple[str, str, int | None]]:
    return [(one.severity, one.kind, one.place.line if one.place else None) for one in parse(text, "mine.bib")[1]]


# ---------------------------------------------------------------- exporters


def test_an_acm_entry() -> None:
    one = only(
        "@inproceedings{10.1145/1234567.1234568,\nauthor = {Doe, Jane and van der Berg, Jan},\ntitle = {WidgetServe: Serving "
        "Widgets},\nyear = {2024},\n"
        "isbn = {9798400712517},\npublisher = {Association for Computing Machinery},\nurl = {https://doi.org/10.1145/1234567.1234568},\n"
        "doi = {10.1145/1234567.1234568},\nabstract = {A {long} one with 3.85\\texttimes{} speed.},\n"
        "booktitle = {Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles},\npages = "
        "{640–654},\nnumpages = {15},\n"
        "location = {Austin, TX, USA},\nseries = {SOSP '24}\n}"
    )
    assert one == {
        "title": "WidgetServe: Serving Widgets",
        "authors": ["Jane Doe", "Jan van der Berg"],
        "venue": "SOSP'24",
        "container": "Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles",
        "year": "2024",
        "doi": "10.1145/1234567.1234568",
        "pages": "640-654",
        "publisher": "Association for Computing Machinery",
        "isbn": "9798400712517",
    }


def test_a_usenix_entry() -> None:
    one = only(
        "@inproceedings {298762,\n author = {Jane Doe and John Public},\n title = {{dWidget}: Serving {LoRA} {LLM} Widgets},\n"
        " booktitle = {18th USENIX Symposium on Operating Systems Design and Implementation (OSDI 24)},\n year = {2024},\n "
        "pages = {911--927},\n"
        " url = {https://www.usenix.org/conference/osdi24/presentation/doe},\n publisher = {USENIX Association},\n month = jul\n}"
    )
    assert one == {
        "title": "dWidget: Serving LoRA LLM Widgets",
        "authors": ["Jane Doe", "John Public"],
        "venue": "18th USENIX Symposium on Operating Systems Design and Implementation (OSDI 24)",
        "container": "18th USENIX Symposium on Operating Systems Design and Implementation (OSDI 24)",
        "date": "2024-07",
        "url": "https://www.usenix.org/conference/osdi24/presentation/doe",
        "pages": "911-927",
        "publisher": "USENIX Association",
    }


def test_a_dblp_entry_of_arxiv() -> None:
    one = only(
        "@article{DBLP:journals/corr/abs-2404-00001,\n  author = {Jane Doe and\n               Wei Wang "
        '0001},\n  title = {Serving\n      Widgets in {\\"O}sterreich.},\n'
        "  journal = {CoRR},\n  volume = {abs/2404.00001},\n  year = {2024},\n  url = {https://doi.org/10.48550/arXiv.2404.00001},\n"
        "  doi = {10.48550/ARXIV.2404.00001},\n  eprinttype = {arXiv},\n  eprint = {2404.00001},\n  bibsource = {dblp}\n}"
    )
    assert one == {
        "key": "DBLP:journals/corr/abs-2404-00001",
        "title": "Serving Widgets in Österreich",
        "authors": ["Jane Doe", "Wei Wang"],
        "venue": "arXiv preprint",
        "type": "article",
        "year": "2024",
        "arxiv": "2404.00001",
    }


def test_an_ieee_early_access_entry() -> None:
    (one,), findings = parse(
        "@ARTICLE {10414009,\nauthor = {J. Doe and J. Public},\njournal = {IEEE/ACM Transactions on Networking},\ntitle = "
        "{Widgets},\nyear = {5555},\nvolume = {},\n"
        "number = {01},\npages = {1-1},\ndoi = {10.1109/TNET.2024.1},\nmonth = {jan}\n}",
        "mine.bib",
    )
    assert one == {
        "title": "Widgets",
        "authors": ["J. Doe", "J. Public"],
        "venue": "IEEE/ACM Transactions on Networking",
        "type": "article",
        "doi": "10.1109/tnet.2024.1",
        "number": "1",
    }
    assert [finding.kind for finding in findings] == ["no-year"]


@pytest.mark.parametrize(
    "journal", ["arXiv preprint arXiv:2404.00001", "arXiv preprint arXiv: 2404.00001", "ArXiv e-prints, arXiv:2404.00001v2"]
)
def test_an_arxiv_id_in_scholars_journal(journal: str) -> None:
    one = only(f"@article{{doe2024widgets, title={{Widgets}}, author={{Doe, Jane and others}}, journal={{{journal}}}, year={{2024}}}}")
    assert one == {
        "key": "doe2024widgets",
        "title": "Widgets",
        "authors": ["Jane Doe", "et al."],
        "venue": "arXiv preprint",
        "type": "article",
        "year": "2024",
        "arxiv": "2404.00001",
    }


def test_an_arxiv_export() -> None:
    one = only(
        "@misc{doe2024, title={Widgets}, author={Jane Doe}, year={2024}, eprint={2404.00001}, archivePrefix={arXiv}, "
        "primaryClass={cs.DC}, url={https://arxiv.org/abs/2404.00001}, }"
    )
    assert one == {
        "key": "doe2024",
        "title": "Widgets",
        "authors": ["Jane Doe"],
        "venue": "arXiv preprint",
        "year": "2024",
        "arxiv": "2404.00001",
    }


def test_a_crossref_one_liner() -> None:
    one = only(
        " @article{Doe_2024, title={Serving <i>Widgets</i> &amp; More}, volume={12}, ISSN={1234-5678}, "
        "url={http://dx.doi.org/10.1000/abc_1}, DOI={10.1000/abc_1}, "
        "number={3}, journal={Widget Letters}, publisher={Wiley}, author={Doe, Jane}, year={2024}, month=Apr, pages={12–34} }"
    )
    assert one == {
        "key": "Doe_2024",
        "title": "Serving Widgets & More",
        "authors": ["Jane Doe"],
        "venue": "Widget Letters",
        "date": "2024-04",
        "doi": "10.1000/abc_1",
        "pages": "12-34",
        "volume": "12",
        "number": "3",
        "publisher": "Wiley",
    }


def test_a_biblatex_entry() -> None:
    one = only(
        "@thesis{doe, title={Widgets}, subtitle={A Thesis}, author={Doe, Jane}, institution={Oxford}, type={phdthesis}, "
        "date={2024-11-04}, eprint={2404.00001}, eprinttype={arxiv}}"
    )
    assert one == {
        "key": "doe",
        "title": "Widgets: A Thesis",
        "authors": ["Jane Doe"],
        "venue": "PhD thesis, Oxford",
        "type": "thesis",
        "date": "2024-11-04",
        "arxiv": "2404.00001",
    }
    assert only("@article{x, title={W}, journaltitle={Nature}, date={2024-11/2024-12}}")["date"] == "2024-11"


def test_a_crossref_to_the_proceedings_is_followed() -> None:
    text = (
        "@inproceedings{a, title={W}, crossref={DBLP:conf/x}}\n@proceedings{DBLP:conf/x, title={Proceedings of X}, "
        "year={2024}, publisher={{ACM}}}"
    )
    expected = {"key": "a", "title": "W", "venue": "Proceedings of X", "type": "inproceedings", "year": "2024", "publisher": "ACM"}
    assert only(text) == expected


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("latex", "title"),
    [
        ("{The {LLM} Book}", "The LLM Book"),
        ("{{\\\"U}ber {\\'e}{\\v s}\\c{c} Stra{\\ss}e \\& 50\\% a\\_b}", "Über éšç Straße & 50% a_b"),
        ("{On $O(n \\log n)$ and $k$}", "On $O(n \\log n)$ and $k$"),
        ("{A~Tie, ``quotes'' --- and {\\em emphasis} \\emph{twice}}", "A Tie, “quotes” — and emphasis twice"),
        ('"Quoted " # "twice {"} and more"', 'Quoted twice " and more'),
        ("{Flash{A}ttention}", "FlashAttention"),
        ("{Meeting $\\{$RDMA$\\}$ Networks}", "Meeting RDMA Networks"),
        ("{Rare \\textgreek{x} \\mathcal{O}}", "Rare x 𝒪"),
    ],
)
def test_latex_becomes_unicode(latex: str, title: str) -> None:
    assert only(f"@misc{{k, title = {latex}}}")["title"] == title


@pytest.mark.parametrize(
    ("field", "authors"),
    [
        ("Doe, Jane and Public, John Q.", ["Jane Doe", "John Q. Public"]),
        ("Jane Doe AND John Public", ["Jane Doe", "John Public"]),
        ("van der Berg, Jan", ["Jan van der Berg"]),
        ("King, Jr., Martin Luther", ["Martin Luther King Jr."]),
        ("Courtright II, William V", ["William V Courtright II"]),
        ("Garcia Molina, Hector", ["Garcia Molina, Hector"]),
        ("{The OpenAI Team} and {DeepSeek-AI}", ["The OpenAI Team", "DeepSeek-AI"]),
        ("{Barnes and Noble} and Doe, Jane", ["{Barnes and Noble}", "Jane Doe"]),
        ("Barroso, Luiz Andr{\\'e} and \\O{}rsted, Hans", ["Luiz André Barroso", "Hans Ørsted"]),
        ("Doe, Jane and others", ["Jane Doe", "et al."]),
        ("Doe, Jane and\n\t Public,\tJohn", ["Jane Doe", "John Public"]),
    ],
)
def test_authors_stand_in_reading_order(field: str, authors: list[str]) -> None:
    assert only(f"@misc{{k, title={{W}}, author={{{field}}}}}")["authors"] == authors


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("series={SOSP'24}, booktitle={Proceedings of ...}", "SOSP'24"),
        ("series={LANGETI 2020}, booktitle={Proceedings of ...}", "LANGETI 2020"),
        ("series={Proceedings of Machine Learning Research}, booktitle={ICML 2020}", "ICML 2020"),
        ("note={Submitted to NSDI}", "Submitted to NSDI"),
        ("note={To appear}, booktitle={NeurIPS}", "To appear in NeurIPS"),
        ("pubstate={inpress}, journal={Nature}", "To appear in Nature"),
        ("note={Manuscript submitted for publication}", "Manuscript submitted for publication"),
        ("howpublished={\\url{https://example.org/}}", None),
        ("journal={bioRxiv}", "bioRxiv"),
    ],
)
def test_the_venue_is_kept_as_short_as_it_is_given(fields: str, venue: str | None) -> None:
    assert only(f"@misc{{k, title={{W}}, {fields}}}").get("venue") == venue


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("url={https://example.org/a\\_b\\%20c}", {"url": "https://example.org/a_b%20c"}),
        ("url={https://dx.doi.org/10.1000/ABC}", {"doi": "10.1000/abc"}),
        ("doi={https://doi.org/10.1000/a\\_b}, url={https://example.org/}", {"doi": "10.1000/a_b"}),
        ("doi={10.48550/arXiv.2404.00001}", {"arxiv": "2404.00001", "venue": "arXiv preprint"}),
        ("howpublished={\\url{https://example.org/x}}", {"url": "https://example.org/x"}),
        ("eprint={12345}, eprinttype={jstor}", {}),
        ("note={arXiv:hep-th/9901001}", {"arxiv": "hep-th/9901001", "venue": "arXiv preprint"}),
        ("note={cited By 3}, number={}, pages={n/a}", {}),
    ],
)
def test_ids_are_found_where_people_put_them(fields: str, expected: dict[str, str]) -> None:
    assert only(f"@misc{{k, title={{W}}, {fields}}}") == {"key": "k", "title": "W", **expected}


@pytest.mark.parametrize(
    "note",
    [
        "See also arXiv:2404.00009 for the companion",
        "Extends arXiv:2404.00009",
        "arXiv:2404.00009 proves the lower bound",
        "Comment on https://arxiv.org/abs/2404.00009",
        "The full version of our earlier work (arXiv:2404.00009)",
        "Builds on J. Doe et al. arXiv:2404.00009",
        "Supersedes arXiv:cs/0401001",
    ],
)
@pytest.mark.parametrize("field", ["note", "howpublished"])
def test_an_id_in_a_sentence_is_another_works(field: str, note: str) -> None:
    one = only(f"@inproceedings{{k, title={{W}}, booktitle={{SOSP}}, {field}={{{note}}}}}")
    assert "arxiv" not in one
    assert field != "note" or one["note"] == note


@pytest.mark.parametrize("field", ["abstract", "annote", "comment", "keywords"])
def test_no_id_is_looked_for_in_what_is_said_about_the_work(field: str) -> None:
    one = only(f"@misc{{k, title={{W}}, {field}={{We use arXiv:2404.00009 and doi:10.1000/other, https://doi.org/10.1000/other}}}}")
    assert one == {"key": "k", "title": "W"}


@pytest.mark.parametrize(
    "note",
    [
        "arXiv:2404.00001",
        "arXiv: 2404.00001 [cs.DC]",
        "arXiv preprint arXiv:2404.00001v2",
        "Available at https://arxiv.org/abs/2404.00001",
        "Full version: arXiv:2404.00001",
        "Also available as arXiv:2404.00001 (April 2024)",
        "Accepted at SOSP 2024. arXiv:2404.00001",
    ],
)
def test_a_note_that_only_says_where_it_is_on_arxiv_gives_its_id(note: str) -> None:
    one = only(f"@misc{{k, title={{W}}, note={{{note}}}}}")
    assert (one["arxiv"], one.get("note")) == ("2404.00001", None)


@pytest.mark.parametrize(
    ("key", "kept"),
    [("doe2024", True), ("DBLP:conf/x/y", True), ("298762", False), ("10.1145/123.456", False), ("two words", False), ("", False)],
)
def test_a_key_is_kept_unless_an_exporter_numbered_it(key: str, kept: bool) -> None:
    assert ("key" in only(f"@misc{{{key}, title={{W}}}}")) is kept


@pytest.mark.parametrize(
    ("month", "number"),
    [("jan", 1), ("{Feb.}", 2), ('"March"', 3), ("4", 4), ("{05}", 5), ("{6~} # jun", 6), ("{July 8--10}", 7), ("{spring}", None)],
)
def test_months_are_read_in_every_form(month: str, number: int | None) -> None:
    one = only(f"@misc{{k, title={{W}}, year=2024, month={month}}}")
    assert one.get("date", one.get("year")) == (f"2024-{number:02d}" if number else "2024")


# ---------------------------------------------------------------- files


def test_an_unclosed_brace_costs_its_entry_only() -> None:
    text = '@misc{a, title={A}}\n\n@misc{b, title={B, year=2024}\n\n@misc{c, title={C}}\n@misc{d, title="D}\n@misc{e, title={E}}\n'
    listed, _ = parse(text, "mine.bib")
    assert [one["key"] for one in listed] == ["a", "c", "e"]
    assert said(text) == [("error", "unreadable-entry", 3), ("error", "unreadable-entry", 6)]


def test_small_mistakes_are_forgiven() -> None:
    text = (
        "@misc{a,, title={A}  year=2024,\n% a remark\nauthor={Jane Doe},,}\n@misc(b, title={B})\n@misc{ title={C} "
        "}\n%@misc{d, title={D}}\nstray words @ here"
    )
    assert [dict(one) for one in parse(text, "mine.bib")[0]] == [
        {"key": "a", "title": "A", "authors": ["Jane Doe"], "year": "2024"},
        {"key": "b", "title": "B"},
        {"title": "C"},
    ]


def test_abbreviations_are_spelt_out_and_unknown_ones_said_once() -> None:
    text = (
        '@string{fast = "Conference on " # "Files"}\n@misc{a, title={A}, booktitle=FAST}\n'
        "@misc{b, title={B}, booktitle=nsdi}\n@misc{c, title={C}, booktitle=NSDI}\n"
    )
    listed, findings = parse(text, "mine.bib")
    assert [one["venue"] for one in listed] == ["Conference on Files", "nsdi", "NSDI"]
    assert [(one.severity, one.place.line if one.place else None) for one in findings] == [("warning", 3)]
    assert "`nsdi`" in findings[0].message


def test_comments_and_preambles_are_no_publications() -> None:
    text = '@comment{jabref-meta: x}\n@preamble{"\\newcommand{\\x}{y}"}\n@IEEEtranBSTCTL{k, x={y}}\n'
    assert said(text + "@misc{a, title={A}}") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@string{osdi = {OSDI}}", "nothing in this file is a publication: it has no entry"),
        ("", "nothing in this file is a publication: it has no entry"),
        ("A list of papers, in words.", "nothing in this file is a publication: it has no entry"),
        ("@proceedings{p, title={Proceedings of X}, year=2004}", "the entry p is left out: @proceedings is a volume of works"),
        ("@misc{a, title={A}}\n@proceedings{p, title={Proceedings of X}}", "the entry p is left out"),
    ],
)
def test_where_nothing_is_a_publication_it_is_said_why(text: str, expected: str) -> None:
    _, findings = parse(text, "mine.bib")
    assert any(one.severity == "error" and expected in one.message for one in findings)


def test_the_volume_that_entries_refer_to_is_no_entry_that_is_left_out() -> None:
    assert said("@inproceedings{a, title={W}, crossref={P}}\n@proceedings{p, title={Proceedings of X}}") == []


@pytest.mark.parametrize(
    "entry", ["@misc{dali\n title = {DALI}}", '@misc{dali   author = "N", title = "DALI"}', "@misc{\ndali\ntitle={DALI}}"]
)
def test_a_comma_that_is_missing_after_the_key_is_forgiven_and_said(entry: str) -> None:
    (one,), findings = parse(entry, "mine.bib")
    assert (one["key"], one["title"]) == ("dali", "DALI")
    assert ["a comma is missing after the key `dali`" in finding.message for finding in findings] == [True]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    plain = "@misc{a,\n title={A\n  B}}\n\n@misc{b}\n"
    assert parse(plain.replace("\n", "\r\n").encode("utf-8-sig"), "mine.bib") == parse(plain, "mine.bib")
    assert said(plain) == [("error", "no-title", 5)]


def test_a_file_in_latin_1_is_read_and_said() -> None:
    listed, findings = parse("@misc{a,\n title={Über}}".encode("latin-1"), "mine.bib")
    assert listed[0]["title"] == "Über"
    assert [(one.kind, one.place.line if one.place else None) for one in findings] == [("not-utf-8", 2)]


PARTS = st.sampled_from([*'@{}"#,=%\\ \n()', "@misc{", "title={", "author=", "month=", "year=", "a", "b ", " and ", "\\'", "$", "~", "é"])


@given(st.lists(PARTS, max_size=30).map("".join) | st.binary(max_size=60))
def test_nothing_makes_it_stumble(text: str | bytes) -> None:
    for one in parse(text, "mine.bib")[0]:
        assert one["title"]


def test_every_recorded_file_is_read_whole() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded files are not here")
    for path in sorted(RECORDED.glob("*.bib")):
        listed, findings = parse(path.read_bytes(), path.name)
        assert not [one for one in findings if one.severity == "error" and one.kind not in ("nothing", "no-publication")], path.name
        assert all(one["title"] and str(one["title"]).count("{") == str(one["title"]).count("}") for one in listed), path.name
        assert listed or path.name == "csbib_title.bib"


def test_recorded_files_have_the_values_that_pybtex_sees() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded files are not here")
    from pybtex.database.input.bibtex import LowLevelParser

    class Parser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types
        def substitute_macro(self, name: str) -> str:
            return str(self.macros.get(name.lower(), name))

    def squashed(value: str) -> str:
        return " ".join(value.split())

    for path in sorted(RECORDED.glob("*.bib")):
        text = path.read_text(encoding="utf-8")
        macros = {month: month for month in "jan feb mar apr may jun jul aug sep oct nov dec".split()}  # noqa: SIM905
        theirs = []
        for command, body in Parser(text, macros=macros):
            if command.lower() == "string":
                macros[body[0].lower()] = "".join(body[1])
            elif command.lower() not in ("preamble", "comment"):
                theirs.append((command.lower(), body[0], {name.lower(): squashed("".join(parts)) for name, parts in reversed(body[1])}))
        ours = [(one.type, one.key, {name: squashed(value) for name, value in one.fields.items()}) for one in read(text)[0]]
        assert ours == theirs, path.name


# ---------------------------------------------------------------- more than any text


@pytest.mark.parametrize(
    "value", ["\\href", "\\href{a}", "a \\frac", "\\cite", "\\item[", "\\begin{x}", "\\texorpdfstring{a}", "\\footnote"]
)
def test_a_command_without_its_argument_is_no_error(value: str) -> None:
    listed, _ = parse(f"@article{{k, title = {{Widgets {value}}}, author = {{A B}}, year = 2024}}", "it.bib")
    assert str(listed[0]["title"]).startswith("Widgets")


DOUBLING = '@string{s0 = "0123456789"}\n' + "".join(f"@string{{s{one} = s{one - 1} # s{one - 1}}}\n" for one in range(1, 60))


@pytest.mark.parametrize(
    "broken",
    [
        DOUBLING + "@article{k, title = s59, year = 2024}",
        DOUBLING + "".join(f"@article{{k{one}, title = s13 # s13, year = 2024}}\n" for one in range(200)),
        "@article{k, title = {" + "{" * 101 + "x" + "}" * 101 + "}, year = 2024}",
        '@article{k, title = "' + "{" * 101 + "x" + "}" * 101 + '", year = 2024}',
        "@article{k, title = {" + "x" * 200_001 + "}, year = 2024}",
        '@article{k, title = "' + "x" * 200_001 + '", year = 2024}',
    ],
    ids=["abbreviations", "abbreviations in many", "braces", "braces in quotes", "a value", "a value in quotes"],
)
def test_what_is_more_than_any_text_costs_its_entry_only(broken: str) -> None:
    listed, findings = parse(broken + "\n@article{well, title = {Widgets}, author = {A B}, year = 2024}\n", "it.bib")
    assert any("than any text of a publication" in one.message for one in findings)
    assert any(one["title"] == "Widgets" for one in listed)
