"""What DBLP's JSON says, whatever shape it has that day; and what is no answer at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.record import Record
from pubtrack.sources.dblp.hits import NotAResult, is_corr, parse

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "dblp"
RECORDINGS = sorted(RECORDED.glob("*.json"))
LOONGSERVE = {
    "authors": {"author": [{"@pid": "00/0-1", "text": "Bingyang Wu"}, {"@pid": "11/1", "text": "Xin Jin 0008"}]},
    "title": "LoongServe: Long &amp; Elastic.",
    "venue": "SOSP",
    "pages": "640-654",
    "year": "2024",
    "type": "Conference and Workshop Papers",
    "access": "closed",
    "key": "conf/sosp/WuLZSLJ24",
    "doi": "10.1145/3694715.3695948",
    "ee": "https://doi.org/10.1145/3694715.3695948",
    "url": "https://dblp.org/rec/conf/sosp/WuLZSLJ24",
}
TWIN = {
    "key": "journals/corr/abs-2404-09526",
    "venue": "CoRR",
    "volume": "abs/2404.09526",
    "doi": "10.48550/ARXIV.2404.09526",
    "type": "Informal and Other Publications",
}


def answer(*infos: object, total: object = None, status: object = "200") -> dict[str, Any]:
    """As DBLP sends it: no "hit" where there is none, numbers as texts."""
    hits: dict[str, Any] = {"@total": str(len(infos)) if total is None else total, "@sent": str(len(infos)), "@first": "0"}
    if infos:
        hits["hit"] = [{"@score": "9", "@id": "1", "info": info, "url": "URL#1"} for info in infos]
    return {"result": {"query": "x*", "status": {"@code": status, "text": "OK"}, "hits": hits}}


def read(**changed: object) -> Record:
    """The record that LoongServe's becomes with these fields; None takes one away."""
    info = {name: value for name, value in (LOONGSERVE | changed).items() if value is not None}
    (record,) = parse(answer(info))
    return record


def test_a_record_has_all_that_dblp_says() -> None:
    assert read() == Record(
        source="dblp",
        source_id="conf/sosp/WuLZSLJ24",
        title="LoongServe: Long & Elastic",
        authors=("Bingyang Wu", "Xin Jin"),
        year=2024,
        venue="SOSP",
        type="conference",
        ids={"doi": ("10.1145/3694715.3695948",)},
        url="https://dblp.org/rec/conf/sosp/WuLZSLJ24",
        pages="640-654",
        locations=("https://doi.org/10.1145/3694715.3695948",),
    )


def test_it_says_nothing_of_citations() -> None:
    assert read(citations=7).citations is None


def test_the_twin_of_a_preprint_is_known_by_its_arxiv_id_and_never_by_arxivs_doi() -> None:
    twin = read(**TWIN)
    assert (twin.type, twin.ids, is_corr(twin)) == ("preprint", {"arxiv": ("2404.09526",)}, True)
    assert not is_corr(read())


@pytest.mark.parametrize(
    ("fields", "arxiv"),
    [
        ({"volume": "abs/2404.09526", "doi": None, "key": "journals/corr/WuLZSLJ24"}, "2404.09526"),
        ({"volume": None, "doi": None, "key": "journals/corr/abs-2404-09526"}, "2404.09526"),
        ({"volume": None, "doi": None, "key": "journals/corr/abs-math-0611800"}, "math/0611800"),
        ({"volume": None, "doi": None, "key": "journals/corr/abs-hep-th-9901001"}, "hep-th/9901001"),
        ({"volume": "cs.DS/0310049", "doi": None, "key": "journals/corr/cs-DS-0310049"}, "cs/0310049"),
        ({"volume": None, "doi": None, "key": "journals/corr/cs-DS-0310049"}, "cs/0310049"),
        ({"volume": None, "key": "journals/corr/x"}, "2404.09526"),
        ({"volume": None, "doi": None, "key": "journals/corr/x", "ee": "http://arxiv.org/abs/1706.03762"}, "1706.03762"),
    ],
)
def test_the_arxiv_id_stands_in_the_volume_the_key_the_doi_or_the_link(fields: dict[str, Any], arxiv: str) -> None:
    assert read(**(TWIN | fields)).ids == {"arxiv": (arxiv,)}


def test_a_twin_without_any_id_has_none() -> None:
    assert read(**(TWIN | {"key": "journals/corr/Wu24", "volume": None, "doi": None, "ee": None})).ids == {}


@pytest.mark.parametrize(
    ("key", "venue", "said", "kind"),
    [
        ("conf/osdi/Z24", "OSDI", "Conference and Workshop Papers", "conference"),
        ("conf/sigsoft/W17", "A-TEST@ESEC/SIGSOFT FSE", "Conference and Workshop Papers", "workshop"),
        ("journals/tocs/Z24", "ACM Trans. Comput. Syst.", "Journal Articles", "journal"),
        ("journals/iacr/Z24", "IACR Cryptol. ePrint Arch.", "Informal and Other Publications", "preprint"),
        ("journals/corr/abs-1706-03762", "CoRR", "Journal Articles", "preprint"),
        ("books/tf/11/V11", "A Book", "Parts in Books or Collections", "chapter"),
        ("books/daglib/0020982", None, "Books and Theses", "book"),
        ("phd/hal/B10", None, "Books and Theses", "thesis"),
        ("conf/osdi/2024", None, "Editorship", "proceedings"),
        ("data/10/Z24", None, "Data and Artifacts", "dataset"),
        ("conf/osdi/Z24", "OSDI", "Something New", None),
        ("conf/osdi/Z24", "OSDI", None, None),
    ],
)
def test_the_kind_of_a_work_is_told(key: str, venue: str | None, said: str | None, kind: str | None) -> None:
    assert read(key=key, venue=venue, type=said).type == kind


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Widgets.", "Widgets"),
        ("Widgets", "Widgets"),
        ("Why Widgets?", "Why Widgets?"),
        ("And so on...", "And so on..."),
        ("Widgets Inc..", "Widgets Inc."),
        ("R&amp;D of &quot;Widgets&quot; &lt;b&gt; &apos;n&apos; more.", "R&D of \"Widgets\" <b> 'n' more"),
        ({"text": "Widgets of H2O.", "sub": "2"}, "Widgets of H2O"),
        (["Widgets.", "Gadgets."], "Widgets"),
        ("  Two \n lines.", "Two lines"),
    ],
)
def test_a_title_loses_its_entities_and_its_one_full_stop(written: object, title: str) -> None:
    assert read(title=written).title == title


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ({"author": {"@pid": "1/1", "text": "Wei Wang 0001"}}, ("Wei Wang",)),
        ({"author": "Irith Pomeranz"}, ("Irith Pomeranz",)),
        ({"author": ["Shin Yoo", "Mark Harman"]}, ("Shin Yoo", "Mark Harman")),
        ({"author": [{"text": "Andrea D&apos;Angelo"}, {"@pid": "1/1"}, None, 7, {"text": ["a", "b"]}]}, ("Andrea D'Angelo", "a")),
        ({"author": None}, ()),
        ({}, ()),
        (None, ()),
        ("Shin Yoo", ()),
    ],
)
def test_authors_are_a_list_an_object_or_absent(authors: object, names: tuple[str, ...]) -> None:
    assert read(authors=authors).authors == names


def test_what_may_stand_in_a_list_may_stand_there() -> None:
    record = read(
        venue=["SOSP", "Oper. Syst. Rev."],
        pages=["640-654", "1"],
        year=["2024"],
        ee=["https://a.example.org/x", "http://b.example.org", "urn:x"],
    )
    assert (record.venue, record.pages, record.year) == ("SOSP", "640-654", 2024)
    assert record.locations == ("https://a.example.org/x", "http://b.example.org")


@pytest.mark.parametrize("year", ["24", "in press", "5555", 99, {}, None, True])
def test_a_year_that_is_none_is_unknown(year: object) -> None:
    assert read(year=year).year is None


@pytest.mark.parametrize(
    "broken", [{"title": None}, {"key": None}, {"title": ""}, {"title": "."}, {"key": "no slash"}, {"key": "a/<b>"}, {"key": {}}]
)
def test_a_hit_without_key_or_title_is_left_out(broken: dict[str, Any]) -> None:
    assert [one.source_id for one in parse(answer(LOONGSERVE | broken, None, 7, LOONGSERVE))] == ["conf/sosp/WuLZSLJ24"]


def test_one_hit_may_come_without_a_list_and_twice() -> None:
    said = answer(LOONGSERVE)
    said["result"]["hits"]["hit"] = said["result"]["hits"]["hit"][0]
    assert len(parse(said)) == 1
    assert len(parse(answer(LOONGSERVE, LOONGSERVE))) == 1


def test_no_hit_is_an_answer() -> None:
    assert parse(answer()) == ()


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "text",
        {},
        {"result": None},
        {"result": {"hits": {"@total": "0"}}},
        {"result": {"status": {"@code": "200"}}},
        {"result": {"status": {"@code": "200"}, "hits": "none"}},
        answer(LOONGSERVE, status="500"),
        answer(LOONGSERVE, status=None),
        answer(total="5"),
        answer({"title": "Without a key"}, {"key": "without/Title"}),
    ],
)
def test_what_is_no_result_is_never_read_as_nothing_found(said: object) -> None:
    with pytest.raises(NotAResult):
        parse(said)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["author", "text", "@pid", "x"]), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*LOONGSERVE, "volume", "number", "publisher"]), _JSON))
def test_no_field_can_break_the_reading_of_the_others(changed: dict[str, Any]) -> None:
    records = {record.source_id: record for record in parse(answer(LOONGSERVE | changed, LOONGSERVE | {"key": "conf/a/B24"}))}
    assert records["conf/a/B24"].title == "LoongServe: Long & Elastic"


# ---------------------------------------------------------------- as recorded


@pytest.mark.skipif(not RECORDINGS, reason="the recorded bodies are not beside this checkout")
def test_recorded_answers_are_read_whole() -> None:
    for path in RECORDINGS:
        said = json.loads(path.read_bytes())
        records = parse(said)
        assert len(records) == len(said["result"]["hits"]["hit"]), path.name
        assert all(one.authors and one.year and one.type and one.url and one.citations is None for one in records), path.name
        assert not any(one.title.endswith(".") for one in records), path.name
