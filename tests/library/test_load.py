"""Reading the list: what is understood, and what is said about what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import ListUnusable
from pubtrack.library.fields import ENTRY
from pubtrack.library.load import Loaded, load, parse
from pubtrack.model.finding import Finding
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Library, Person, Publication, Settings, Venue
from pubtrack.model.record import PartialDate

SHIPPED = Path(__file__).resolve().parents[2] / "publications.yaml"


def read(text: str) -> Library:
    return parse(text.encode(), "list.yaml").library


def entry(*lines: str) -> str:
    """A list with one publication; its title is given unless a line does."""
    title = () if any(line.startswith("title") for line in lines) else ("title: Widgets",)
    return "publications:\n  - " + "\n    ".join((*title, *lines)) + "\n"


def only(*lines: str) -> Publication:
    library = read(entry(*lines))
    assert library.findings == ()
    (publication,) = library.publications
    return publication


def said(text: str) -> list[tuple[str, str, str]]:
    return [(finding.severity, finding.kind, str(finding.place)) for finding in read(text).findings]


def only_finding(text: str) -> Finding:
    (finding,) = read(text).findings
    return finding


# ---------------------------------------------------------------- the shipped list


def test_the_shipped_list_has_four_papers_and_nothing_amiss() -> None:
    library = load(SHIPPED).library
    assert [publication.key for publication in library.publications] == [
        "wu2024loongserve", "zhong2024distserve", "zhong2024rlhfuse", "wu2023fast",
    ]  # fmt: skip
    assert library.findings == ()
    assert library.people == (Person(name="Shengyu Liu"),)


def test_the_shipped_list_says_what_the_cv_says() -> None:
    loong, dist, rlhf, fast = load(SHIPPED).library.publications
    assert (loong.arxiv, loong.venue, loong.date) == ("2404.09526", Venue(name="SOSP", year=2024), PartialDate(year=2024, month=4))
    assert dist.url == "https://www.usenix.org/conference/osdi24/presentation/zhong-yinmin"
    assert (dist.year, str(dist.date), len(dist.authors)) == (2024, "2023-12", 7)
    assert [author.equal_contribution for author in rlhf.authors] == [True] * 3 + [False] * 8
    assert (fast.arxiv, fast.venue, fast.year) == ("2305.05920", Venue(name="NSDI", status="submitted"), 2023)


# ---------------------------------------------------------------- what is understood


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "publications:\n", "publications: []\n", "author: Ann One\n", "---\n", "~\n"])
def test_a_list_without_publications_is_valid(text: str) -> None:
    library = read(text)
    assert (library.publications, library.findings) == ((), ())


def test_an_entry_with_every_field_is_read() -> None:
    publication = only(
        "authors: [Ann One*, 'Two, Bob', et al.]",
        "venue: {name: SOSP, year: 2024, status: accepted}",
        "arxiv: https://arxiv.org/abs/2404.09526v2",
        "url: example.org/paper",
        "doi: https://doi.org/10.1145/ABC",
        "date: 15 Apr 2024",
        "year: 2023",
        "key: NO",
        "ids: {openalex: W1, dblp: [conf/sosp/One24, conf/sosp/Two24]}",
        "semantic_scholar: abc",
        "not: {google_scholar: X:Y, arxiv: [arXiv:2404.00001v1]}",
        "pages: 640-654",
        "volume: 010",
        "number: 1",
        "publisher: ACM",
        "code: [github.com/a/b, http://example.org/c]",
        "tags: serving, llm",
        "note: yes",
        "x-mine: {anything: [1]}",
    )
    assert replace(publication, place=None) == Publication(
        key="NO",
        key_given=True,
        title="Widgets",
        authors=(Author(name="Ann One", equal_contribution=True), Author(name="Two, Bob")),
        authors_complete=False,
        venue=Venue(name="SOSP", year=2024, status="accepted"),
        date=PartialDate(year=2024, month=4, day=15),
        listed_year=2023,
        arxiv="2404.09526",
        arxiv_version=2,
        doi="10.1145/abc",
        url="https://example.org/paper",
        ids={"openalex": ("W1",), "dblp": ("conf/sosp/One24", "conf/sosp/Two24"), "semantic_scholar": ("abc",)},
        rejected={"google_scholar": ("X:Y",), "arxiv": ("2404.00001",)},
        pages="640-654",
        volume="010",
        number="1",
        publisher="ACM",
        code=("https://github.com/a/b", "http://example.org/c"),
        tags=("serving", "llm"),
        note="yes",
    )


@pytest.mark.parametrize("typed", ["2305.05920", "2404.10000", "0704.0010"])
def test_ids_are_read_as_typed(typed: str) -> None:
    assert only(f"arxiv: {typed}").arxiv == typed


@pytest.mark.parametrize("typed", ["1984", "NO", "true", "2024-01-01", "0x10", "1e3", "null and void", ".5"])
def test_titles_are_read_as_typed(typed: str) -> None:
    assert only(f"title: {typed}").title == typed


@pytest.mark.parametrize("field", sorted({field.name for field in ENTRY} - {"title"}))
@pytest.mark.parametrize("nothing", ["", "~", "null", "''"])
def test_a_field_with_nothing_is_absent(field: str, nothing: str) -> None:
    assert replace(only(f"{field}: {nothing}"), place=None, key="") == Publication(key="", title="Widgets")


@pytest.mark.parametrize(
    ("lines", "arxiv", "url", "doi"),
    [
        (("url: arxiv.org/abs/2404.09526",), "2404.09526", None, None),
        (("url: https://www.alphaxiv.org/abs/2404.09526v1",), "2404.09526", None, None),
        (("url: arXiv:2404.09526",), "2404.09526", None, None),
        (("url: 2404.09526",), "2404.09526", None, None),
        (("url: https://doi.org/10.48550/arXiv.2404.09526",), "2404.09526", None, None),
        (("url: https://example.org/abs/2404.09526",), None, "https://example.org/abs/2404.09526", None),
        (("url: https://arxiv.org/a/one_a_1",), None, "https://arxiv.org/a/one_a_1", None),
        (("url: https://doi.org/10.1145/ABC",), None, "https://doi.org/10.1145/ABC", "10.1145/abc"),
        (("doi: 10.48550/arXiv.2404.09526",), "2404.09526", None, "10.48550/arxiv.2404.09526"),
        (("ids: {arxiv: 2404.09526v1}",), "2404.09526", None, None),
        (("ids: {doi: 10.1145/ABC}",), None, None, "10.1145/abc"),
        (("crossref: https://doi.org/10.1145/ABC",), None, None, "10.1145/abc"),
        (("arxiv: 2404.09526", "url: arxiv.org/abs/2404.09526v2"), "2404.09526", None, None),
    ],
)
def test_ids_are_found_in_whatever_field_they_stand(lines: tuple[str, ...], arxiv: str, url: str, doi: str) -> None:
    publication = only(*lines)
    assert (publication.arxiv, publication.url, publication.doi) == (arxiv, url, doi)


def test_volume_and_number_behind_the_venue_are_taken_unless_given() -> None:
    publication = only("venue: Proceedings of the VLDB Endowment 14(1)", "number: 2")
    assert (publication.venue, publication.volume, publication.number) == (Venue(name="Proceedings of the VLDB Endowment"), "14", "2")


def test_a_venues_name_is_taken_as_it_stands_where_a_year_is_beside_it() -> None:
    assert only("venue: {name: Vision 2020, year: 2024}").venue == Venue(name="Vision 2020", year=2024)
    assert only("venue: {name: In SOSP'24}").venue == Venue(name="SOSP", year=2024)


def test_people_are_read_in_every_form() -> None:
    text = """
author: Ann One
people:
  - Bob Two
  - name: Cem Three
    aliases: [C. Three, Cem Drei]
    google_scholar: https://scholar.google.com/citations?user=AbC-_fghAAAJ&hl=en
    orcid: https://orcid.org/0000-0002-1825-0097
    openalex: A1
    semantic_scholar: 12345
    dblp: 12/345
"""
    assert read(text).people == (
        Person(name="Ann One"),
        Person(name="Bob Two"),
        Person(
            name="Cem Three",
            aliases=("C. Three", "Cem Drei"),
            google_scholar="AbC-_fghAAAJ",
            orcid="0000-0002-1825-0097",
            openalex="A1",
            semantic_scholar="12345",
            dblp="12/345",
        ),
    )


def test_settings_are_read() -> None:
    text = "settings: {pace: {arxiv: 0, google_scholar: 2.5}, lifetime: {arxiv: 7}, headline: openalex, google_scholar: {pages: 3}}"
    expected = Settings(pace={"arxiv": 0, "google_scholar": 2.5}, lifetime={"arxiv": 7}, headline="openalex", google_scholar_pages=3)
    assert read(text).settings == expected


def test_how_often_is_asked_who_cites_is_read_of_the_sources_that_tell() -> None:
    found = read("settings: {citing: {openalex: 5, semantic_scholar: 0, crossref: 20}}")
    assert found.settings == Settings(citing={"openalex": 5, "semantic_scholar": 0})
    assert [(one.severity, one.kind) for one in found.findings] == [("warning", "unknown-source")]


def test_fields_of_the_persons_own_are_left_alone() -> None:
    assert read("x-mine: [1]\nauthor: {name: Ann One, x-y: z}\nsoftware: [anything, {a: b}]\n").findings == ()


def test_line_ends_and_byte_order_mark_do_not_matter() -> None:
    text = entry("arxiv: 2404.09526")
    plain, windows = parse(text.encode(), "f"), parse(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "f")
    assert plain == windows


# ---------------------------------------------------------------- keys


def remembered(loaded: Loaded) -> list[Identity]:
    day = date(2030, 1, 7)
    return [
        Identity(publication=key, source="list", source_id=fingerprint, is_it=True, by="machine", since=day, last_seen=day)
        for key, fingerprint in loaded.new_keys
    ]


def test_keys_are_derived_and_to_be_remembered() -> None:
    loaded = parse(entry("authors: Ann One", "year: 2024", "arxiv: 2404.09526").encode(), "f")
    assert loaded.library.publications[0].key == "one2024widgets"
    assert loaded.new_keys == (("one2024widgets", "arxiv:2404.09526"), ("one2024widgets", "title:widgets"))


def test_a_remembered_key_stays() -> None:
    before = parse(entry("authors: Ann One", "year: 2024", "arxiv: 2404.09526").encode(), "f")
    after = parse(entry("title: New", "authors: Bob Two", "arxiv: 2404.09526").encode(), "f", remembered(before))
    assert after.library.publications[0].key == "one2024widgets"


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("line", "kind", "says"),
    [
        ("arxiv: 2413.09526", "invalid-arxiv", "13 is no month"),
        ("arxiv: 2305.592", "invalid-arxiv", "was a zero lost?"),
        ("url: https://arxiv.org/abs/2413.09526", "invalid-arxiv", "13 is no month"),
        ("url: javascript:alert(1)", "invalid-url", "https://example.org/paper"),
        ("url: just words", "invalid-url", "no web address"),
        ("url: 'https://example.org/a b'", "invalid-url", "no web address"),
        ("code: [github.com/a/b, nowhere]", "invalid-url", "nowhere"),
        ("doi: 10.1145", "invalid-doi", "a DOI looks like"),
        ("doi: 2404.09526", "invalid-doi", "type it as `arxiv`"),
        ("date: 2024-13", "invalid-date", "2024-04-15 or Apr 2024"),
        ("date: 04/05/2024", "invalid-date", "no date"),
        ("year: soon", "invalid-date", "Type it like 2024"),
        ("year: 2024-04", "invalid-date", "as `date`"),
        ("key: a b", "invalid-key", "it holds ` `"),
        ("key: a,b", "invalid-key", "it holds `,`"),
        (f"key: {'x' * 101}", "invalid-key", "longer than 100"),
        ("venue: [SOSP]", "wrong-type", "a list stands here"),
        ("venue: {year: 2024}", "missing-name", "has no name"),
        ("venue: {name: SOSP, status: publishd}", "invalid-status", "Did you mean `published`?"),
        ("authors: {name: Ann}", "wrong-type", "First Name"),
        ("authors: [{name: Ann}]", "wrong-type", "takes one text"),
        ("date: [2024]", "wrong-type", "takes one text"),
        ("note: {a: b}", "wrong-type", "a mapping stands here"),
        ("ids: W1", "wrong-type", "sources with their ids"),
        ("ids: {arxiv: 1}", "invalid-arxiv", "looks like"),
        ("not: {doi: 1}", "invalid-doi", "looks like"),
        ("title: [a, b]", "wrong-type", "`title` takes one text"),
        ("title:", "missing-title", "Type a line `title: ...`"),
        ("title: a\n    title: b", "duplicate-field", "line 2 already"),
    ],
)
def test_a_bad_entry_is_left_out_and_said(line: str, kind: str, says: str) -> None:
    library = read(entry(line) + "  - title: Other\n")
    (finding,) = library.findings
    assert [publication.title for publication in library.publications] == ["Other"]
    assert (finding.severity, finding.kind) == ("error", kind)
    assert says in finding.message


@pytest.mark.parametrize(
    ("name", "meant"),
    [("titel", "title"), ("auther", "authors"), ("author", "authors"), ("journal", "venue"), ("DOI", "doi"), ("link", "url")],
)
def test_an_unknown_field_is_a_warning_with_the_nearest_name(name: str, meant: str) -> None:
    finding = only_finding(entry(f"{name}: something"))
    assert (finding.severity, finding.kind, str(finding.place)) == ("warning", "unknown-field", "list.yaml:3:5")
    assert f"Did you mean `{meant}`?" in finding.message


def test_an_unknown_field_near_to_none_is_told_all_names() -> None:
    assert "begin a field of your own with x-" in only_finding(entry("qqqqqqqq: 1")).message


def test_every_mistake_is_said_with_its_place() -> None:
    text = """author: {nam: Ann, google_scholar: short}
publications:
  - titel: Widgets
    arxiv: 2413.09526
  - just text
  - title: Good
    doi: 10.1145/abc
    dat: 2024
setings: {}
"""
    assert said(text) == [
        ("error", "missing-name", "list.yaml:1:9"),
        ("warning", "unknown-field", "list.yaml:1:10"),
        ("warning", "unknown-field", "list.yaml:3:5"),
        ("error", "missing-title", "list.yaml:3:5"),
        ("error", "invalid-arxiv", "list.yaml:4:12"),
        ("error", "wrong-type", "list.yaml:5:5"),
        ("warning", "unknown-field", "list.yaml:8:5"),
        ("warning", "unknown-field", "list.yaml:9:1"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("author: {name: Ann One, google_scholar: short}", "invalid-google-scholar"),
        ("author: {name: Ann One, orcid: 0000-0002-1825-0098}", "invalid-orcid"),
    ],
)
def test_a_persons_wrong_id_costs_that_id_only(text: str, kind: str) -> None:
    library = read(text)
    assert library.people == (Person(name="Ann One"),)
    assert [(finding.severity, finding.kind) for finding in library.findings] == [("error", kind)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("settings: {pace: {arxiv: -1}}", "invalid-number"),
        ("settings: {pace: {arxiv: fast}}", "invalid-number"),
        ("settings: {pace: {arxiv: nan}}", "invalid-number"),
        ("settings: {pace: 3}", "wrong-type"),
        ("settings: {lifetime: {arxiv: 0}}", "invalid-number"),
        ("settings: {citing: {openalex: 1.5}}", "invalid-number"),
        ("settings: {citing: {openalex: 1001}}", "invalid-number"),
        ("settings: {citing: 20}", "wrong-type"),
        ("settings: {google_scholar: {pages: 0}}", "invalid-number"),
        ("settings: {google_scholar: {pages: 1.5}}", "invalid-number"),
        ("settings: {google_scholar: 3}", "wrong-type"),
        ("settings: [a]", "wrong-type"),
        ("software: SwiftLLM", "wrong-type"),
        ("author: [Ann, Bob]", "wrong-type"),
        ("people: Ann", "wrong-type"),
    ],
)
def test_a_wrong_setting_is_said_and_the_rest_goes_on(text: str, kind: str) -> None:
    library = read(text + "\npublications: [{title: Widgets}]\n")
    assert [(finding.severity, finding.kind) for finding in library.findings] == [("error", kind)]
    assert len(library.publications) == 1
    assert library.settings == Settings()


@pytest.mark.parametrize(
    "text", ["settings: {pace: {arxvi: 3}}", "settings: {headline: scholar}", "publications: [{title: A, ids: {google_scholr: 1}}]"]
)
def test_an_unknown_source_is_a_warning(text: str) -> None:
    assert [finding[:2] for finding in said(text)] == [("warning", "unknown-source")]


def test_a_source_that_others_bring_is_taken_in_ids() -> None:
    assert only("ids: {zbmath: 123}").ids == {"zbmath": ("123",)}


def test_ids_that_contradict_each_other_are_said_and_the_field_arxiv_wins() -> None:
    library = read(entry("arxiv: 2404.09526", "url: arxiv.org/abs/2404.09527"))
    assert library.publications[0].arxiv == "2404.09526"
    assert [finding.kind for finding in library.findings] == ["conflicting-ids"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("title: Analysis of C #1 compilers", "cut-title"),
        ("title: Analysis # of C", "cut-title"),
        ("note: See issue #3", "cut-note"),
    ],
)
def test_text_cut_by_a_comment_is_a_warning(line: str, kind: str) -> None:
    library = read(entry(line))
    assert [(finding.severity, finding.kind) for finding in library.findings] == [("warning", kind)]
    assert len(library.publications) == 1


@pytest.mark.parametrize(
    "line", ['title: "Analysis of C #1" # quoted', "title: C# for all", "note: text # an ordinary comment", "title: >\n      a #b"]
)
def test_what_is_not_cut_is_not_warned_of(line: str) -> None:
    assert read(entry(line)).findings == ()


# ---------------------------------------------------------------- doubles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{title: A, arxiv: 2404.09526}", "{title: B, url: arxiv.org/abs/2404.09526v2}"),
        ("{title: A, doi: 10.1145/ABC}", "{title: B, doi: 'https://doi.org/10.1145/abc'}"),
        ("{title: Fast Widgets, authors: Ann One, year: 2024}", "{title: fast widgets, authors: 'One, A.', year: 2024}"),
        ("{title: Fast Widgets, authors: Ann One}", "{title: 'Fast-widgets!', authors: A. One, arxiv: 2404.09526}"),
    ],
)
def test_a_publication_listed_twice_is_left_out_the_second_time(one: str, other: str) -> None:
    library = read(f"publications:\n  - {one}\n  - {other}\n")
    (finding,) = library.findings
    assert len(library.publications) == 1
    assert (finding.severity, finding.kind, str(finding.place)) == ("error", "duplicate-publication", "list.yaml:3:5")
    assert "line 2" in finding.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{title: A, venue: arXiv}", "{title: A, venue: TPAMI}"),
        ("{title: A, year: 2023}", "{title: A, year: 2024}"),
        ("{title: A, authors: Ann One}", "{title: A, authors: Bob Two}"),
        ("{title: A, arxiv: 2404.09526}", "{title: A, arxiv: 2404.09527}"),
    ],
)
def test_twins_are_no_doubles(one: str, other: str) -> None:
    library = read(f"publications:\n  - {one}\n  - {other}\n")
    assert (len(library.publications), library.findings) == (2, ())


def test_a_key_given_twice_ends_the_run() -> None:
    text = "publications:\n  - {title: A, key: one}\n  - {title: B, key: One}\n  - {title: C, doi: x}\n"
    with pytest.raises(ListUnusable) as caught:
        read(text)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("list.yaml:3:5: The key `One` stands at line 2 already.")
    assert lines[1].startswith("list.yaml:4:21: `x` is no DOI")


# ---------------------------------------------------------------- unusable


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- title: A\n", "list.yaml:1:1: The list is to have fields `author` and `publications`. Type `publications:` above"),
        ("just text\n", "list.yaml:1:1: The list is to have fields"),
        ("publications: {title: A}\n", "list.yaml:1:15: `publications` takes a list."),
        ("publications: none\n", "list.yaml:1:15: `publications` takes a list."),
        ("publications: []\npublications: []\n", "list.yaml:2:1: `publications` stands in line 1 already."),
        ("publications:\n  - title: LoongServe: Efficiently Serving\n", "in quotes"),
        ("publications:\n\t- title: A\n", "list.yaml:2:1: The line is indented with a tab."),
        ("publications: " + "[" * 100_000, "nested too deeply"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(text: str, says: str) -> None:
    with pytest.raises(ListUnusable) as caught:
        read(text)
    assert says in str(caught.value)


def test_a_list_that_is_not_there_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ListUnusable, match="There is no list here") as caught:
        load(tmp_path / "publications.yaml")
    example = "\n".join(line.removeprefix("  ") for line in str(caught.value).splitlines()[1:])
    assert read(example).findings == ()


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(ListUnusable, match="This is a folder"):
        load(tmp_path)


def test_an_alias_bomb_is_refused() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + depth)}: &{chr(98 + depth)} [{', '.join([f'*{chr(97 + depth)}'] * 9)}]\n" for depth in range(9)
    )
    with pytest.raises(ListUnusable, match="values"):
        read(text)


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_is_refused_in_words(text: str) -> None:
    refusal = ""
    try:
        parse(text.encode(), "f")
    except ListUnusable as unusable:
        refusal = str(unusable)
    assert not refusal or refusal.startswith("f:")


_values = st.recursive(
    st.sampled_from(["", "~", "2404.09526", "x", "'quoted: text'", "2024", "SOSP''24", "10.1145/abc", "!tag", "*", "a #b", "{}", "[]"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(["name", "year", "status", "arxiv", "doi", "x-a", "b"]), inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{name}: {value}" for name, value in items.items()) + "}"
        ),
    ),
    max_leaves=4,
)
_fields = st.sampled_from([*(field.name for field in ENTRY), "other"])


@given(st.lists(st.dictionaries(_fields, _values, min_size=1, max_size=4), max_size=3))
def test_any_entries_are_read_or_left_out_with_a_finding(entries: list[dict[str, str]]) -> None:
    lines = ["publications:"]
    for fields in entries:
        lines += [("  - " if place == 0 else "    ") + f"{name}: {value}" for place, (name, value) in enumerate(fields.items())]
    try:
        library = read("\n".join(lines) + "\n")
    except ListUnusable:
        return
    errors = sum(finding.severity == "error" for finding in library.findings)
    assert len(library.publications) >= len(entries) - errors
    assert all(finding.place is not None and finding.message.endswith((".", "?", "`", '"')) for finding in library.findings)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_a_cut_is_found_behind_emoji_and_any_line_end(newline: str, before: bytes) -> None:
    text = newline.join(["# 🦥 刘", "publications:", "  - note: 🦥🦥", "    title: Analysis of C #1 compilers", "    year: 2024", ""])
    findings = parse(before + text.encode(), "f").library.findings
    assert [(finding.kind, str(finding.place)) for finding in findings] == [("cut-title", "f:4:12")]
