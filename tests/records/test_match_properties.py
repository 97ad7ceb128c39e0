"""What holds for every pair: judging is deterministic, order does not matter, more agreement never lowers a verdict, numbers never lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pubtrack.model.publication import Author, Person, Publication
from pubtrack.model.record import Record, WorkType
from pubtrack.records import match
from pubtrack.records.match import IdsAndTitles
from pubtrack.text.venues import parse_venue

RANK = {"no": 0, "doubtful": 1, "likely": 2, "certain": 3}
LONG = "Efficiently Serving Long-context Large Language Models with Elastic Sequence Parallelism"
TITLES = st.sampled_from(
    [
        LONG,
        LONG.upper(),
        f"{LONG} II",
        f"{LONG}: A Field Study",
        f"{LONG} (Extended Abstract)",
        f"Erratum: {LONG}",
        f"RETRACTED: {LONG}",
        f"{LONG[:50]}…",
        "Introduction",
        "Annual Report of the Widget Society",
        "Deep learning",
        "Attention Is All You Need",
        "Attention Is All You Need in Speech Separation",
        "编者按",
        "基于深度学习的遥感图像分类",
        "🚀",
        "",
    ]
)
NAMES = st.sampled_from(
    ["Bingyang Wu", "Shengyu Liu", "Yinmin Zhong", "S Liu", "Wu Bingyang", "A Nobody", "OpenAI", "ATLAS Collaboration", "王小明", "et al."]
)
VENUES = st.sampled_from(
    [
        *(None, "SOSP", "NSDI", "HotOS", "arXiv", "CoRR", "submitted to SOSP", "ACM Transactions on Computer Systems", "Nature"),
        *(
            "Lecture Notes in Computer Science",
            "PhD thesis, MIT",
            "Stanford University",
            "Zenodo",
            "US Patent 1",
            "MIT Press",
            "Journal of Widgets",
        ),
    ]
)
YEARS = st.one_of(st.none(), st.integers(2018, 2025))
TYPES: st.SearchStrategy[WorkType | None] = st.sampled_from(
    [
        None,
        "preprint",
        "workshop",
        "conference",
        "journal",
        "chapter",
        "book",
        "thesis",
        "report",
        "dataset",
        "erratum",
        "comment",
        "abstract",
    ]
)
AUTHORS = st.lists(NAMES, max_size=4, unique=True).map(tuple)
OWNERS = st.sampled_from([(), (Person(name="Shengyu Liu"),)])
ARXIV, DOI = ("2404.09526", "2000.00001"), ("10.1/a", "10.1/b")

PUBLICATIONS = st.builds(
    lambda title, authors, complete, venue, year, arxiv, doi, volume: Publication(
        key="k",
        title=title,
        authors=tuple(Author(name=name) for name in authors),
        authors_complete=complete,
        venue=parse_venue(venue) if venue else None,
        listed_year=year,
        arxiv=arxiv,
        doi=doi,
        volume=volume,
        pages=volume,
    ),
    *(TITLES, AUTHORS, st.booleans(), VENUES, YEARS),
    *(st.sampled_from([None, ARXIV[0]]), st.sampled_from([None, DOI[0]]), st.sampled_from([None, "3"])),
)


def _record(
    title: str, authors: tuple[str, ...], complete: bool, venue: str | None, year: int | None, kind: WorkType | None, *more: str
) -> Record:
    arxiv, doi, volume, source = more
    ids = {**({"arxiv": (arxiv,)} if arxiv else {}), **({"doi": (doi,)} if doi else {})}
    fields: dict[str, object] = {"title_complete": not title.endswith("…"), "volume": volume or None, "pages": volume or None, "ids": ids}
    return Record(
        source=source, source_id="x", title=title, authors=authors, authors_complete=complete, venue=venue, year=year, type=kind, **fields
    )  # type: ignore[arg-type]  # any field of it


RECORDS = st.builds(
    _record,
    *(TITLES, AUTHORS, st.booleans(), VENUES, YEARS, TYPES),
    *(st.sampled_from(["", *ARXIV]), st.sampled_from(["", *DOI]), st.sampled_from(["", "3", "4"])),
    st.sampled_from(["google_scholar", "crossref", "openalex", "semantic_scholar", "dblp", "arxiv"]),
)

# What makes a record agree more with the list; None where the list says nothing of it.
Agreeing = Callable[[Publication, Record], Record | None]
AGREEMENTS: dict[str, Agreeing] = {
    "title": lambda listed, one: replace(one, title=listed.title, title_complete=True),
    "authors": lambda listed, one: (
        replace(one, authors=tuple(a.name for a in listed.authors), authors_complete=True) if listed.authors else None
    ),
    "year": lambda listed, one: replace(one, year=listed.year) if listed.year is not None else None,
    "venue": lambda listed, one: replace(one, venue=listed.venue.name) if listed.venue is not None else None,
    "arxiv": lambda listed, one: replace(one, ids={**one.ids, "arxiv": (listed.arxiv,)}) if listed.arxiv else None,
    "doi": lambda listed, one: replace(one, ids={**one.ids, "doi": (listed.doi,)}) if listed.doi else None,
    "volume": lambda listed, one: replace(one, volume=listed.volume, pages=listed.pages) if listed.volume else None,
}


@settings(max_examples=400)
@given(PUBLICATIONS, RECORDS, OWNERS, st.booleans(), st.sampled_from(sorted(AGREEMENTS)))
def test_more_agreement_never_lowers_a_verdict(
    listed: Publication, offered: Record, owners: tuple[Person, ...], by_id: bool, way: str
) -> None:
    more = AGREEMENTS[way](listed, offered)
    if more is not None:
        before = match.judge(listed, offered, owners=owners, by_id=by_id)
        after = match.judge(listed, more, owners=owners, by_id=by_id)
        assert RANK[after.verdict] >= RANK[before.verdict], f"{before} became {after}"


@given(PUBLICATIONS, RECORDS, OWNERS)
def test_a_record_that_says_what_the_list_says_is_never_refused(listed: Publication, offered: Record, owners: tuple[Person, ...]) -> None:
    for way in AGREEMENTS.values():
        offered = way(listed, offered) or offered
    mirrored = replace(offered, type=None, source="openalex", ids={}, year=listed.year, venue=listed.venue.name if listed.venue else None)
    assert match.judge(listed, mirrored, owners=owners).verdict in ("certain", "likely") or not listed.title or not listed.authors


@given(PUBLICATIONS, RECORDS, OWNERS, st.booleans(), st.lists(TITLES, max_size=2).map(tuple))
def test_judging_is_deterministic(
    listed: Publication, offered: Record, owners: tuple[Person, ...], by_id: bool, titles: tuple[str, ...]
) -> None:
    known = IdsAndTitles(titles=titles)
    first, second = (match.judge(listed, offered, owners=owners, by_id=by_id, known=known) for _ in range(2))
    assert first == second
    assert first.reason
    assert all(0.0 <= penalty <= 1.0 for penalty in first.penalties.values())
    assert set(first.penalties) <= set(match.WEIGHTS)


@given(PUBLICATIONS, st.lists(RECORDS, max_size=5), st.booleans(), st.data())
def test_the_order_of_candidates_never_matters(listed: Publication, offered: list[Record], by_id: bool, data: st.DataObject) -> None:
    numbered = [replace(one, source_id=f"W{place}") for place, one in enumerate(offered)]
    choice = match.choose(listed, numbered, by_id=by_id)
    assert match.choose(listed, data.draw(st.permutations(numbered)), by_id=by_id) == choice
    assert len(choice.judged) == len(numbered)


@given(PUBLICATIONS, st.lists(RECORDS, min_size=1, max_size=4))
def test_only_what_is_certain_by_itself_is_ever_taken(listed: Publication, offered: list[Record]) -> None:
    numbered = [replace(one, source_id=f"W{place}") for place, one in enumerate(offered)]
    choice = match.choose(listed, numbered)
    assert all(match.judge(listed, one.record).verdict == "certain" for one in choice.taken)
    assert not {one.record.source_id for one in choice.taken} & {one.record.source_id for one in choice.doubtful}


NUMBERED = st.tuples(
    st.sampled_from(["A Theory of Widgets and Gadgets, Part {}", "Planck results {} of many", "{} widgets in a long title"])
)


@given(NUMBERED, st.integers(1, 9), st.integers(1, 9))
def test_one_digit_makes_another_work(form: tuple[str], one: int, other: int) -> None:
    listed = Publication(
        key="k", title=form[0].format(one), authors=(Author(name="Ada Example"), Author(name="Wei Zhang")), listed_year=2020
    )
    offered = Record(source="crossref", source_id="1", title=form[0].format(other), authors=("Ada Example", "Wei Zhang"), year=2020)
    assert (match.judge(listed, offered).verdict == "certain") is (one == other)


@given(st.text(max_size=60), st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3), st.text(max_size=40))
def test_no_text_makes_it_fail(title: str, other: str, names: list[str], venue: str) -> None:
    listed = Publication(
        key="k", title=title, authors=tuple(Author(name=name) for name in names), venue=parse_venue(venue) if venue else None
    )
    offered = Record(source="crossref", source_id="1", title=other, authors=tuple(reversed(names)), venue=venue)
    for by_id in (True, False):
        assert match.judge(listed, offered, by_id=by_id).verdict in RANK
