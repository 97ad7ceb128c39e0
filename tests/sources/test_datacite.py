"""DataCite's answers about arXiv's DOIs read into records; DataCite as a source, through the real door, against the world's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.http import Http
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.catalogue import title as title_of
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.sources.arxiv.source import Arxiv
from pubtrack.sources.datacite.dois import parse
from pubtrack.sources.datacite.source import MOST_A_RUN, DataCite
from tests.world import Fault, Trouble, World
from tests.world.wire import Response

LOONGSERVE = "2404.09526"
FAULTS = (
    *(Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.RATE_EXCEEDED, Fault.retry_after(), Fault.UNAUTHORIZED, Fault.FORBIDDEN),
    *(Fault.HTML_AS_200, Fault.HTML_AS_ANSWER, Fault.EMPTY_BODY, Fault.CUT_SHORT, Fault.WRONG_TYPE, Fault.NOT_UTF8, Fault.REDIRECT_AWAY),
    *(Fault.RESET, Fault.TRUNCATED_BODY),
)


def one(**attributes: Any) -> Record:
    record = parse({"data": {"attributes": {"doi": "10.48550/arxiv.2404.09526", "titles": [{"title": "On Widgets"}], **attributes}}})
    assert record is not None
    return record


# ---------------------------------------------------------------- fields


def test_a_preprint_is_read_whole() -> None:
    record = one(
        titles=[{"title": "Copula Gaussian graphical models\n  and their application"}],
        creators=[
            {"name": "Dobra, Adrian", "nameType": "Personal", "givenName": "Adrian", "familyName": "Dobra"},
            {"name": "GTEx Consortium", "nameType": "Organizational"},
        ],
        publicationYear=2011,
        subjects=[
            {"subject": "Applications (stat.AP)", "subjectScheme": "arXiv"},
            {"subject": "Mathematical Physics (math-ph)", "subjectScheme": "arXiv"},
            {"subject": "FOS: Mathematics", "subjectScheme": "Fields of Science and Technology (FOS)"},
        ],
        dates=[
            {"date": "2011-08-11T12:00:00Z", "dateType": "Updated", "dateInformation": "v2"},
            {"date": "2011-08-10T10:00:00Z", "dateType": "Submitted", "dateInformation": "v2"},
            {"date": "2011-08-08T19:45:12Z", "dateType": "Submitted", "dateInformation": "v1"},
            {"date": "2011", "dateType": "Issued"},
        ],
        version="2",
        relatedIdentifiers=[{"relationType": "IsVersionOf", "relatedIdentifier": "10.1214/10-AOAS397", "relatedIdentifierType": "DOI"}],
        descriptions=[
            {"description": "We propose  a\n Bayesian approach.", "descriptionType": "Abstract"},
            {"description": "Published in the Annals", "descriptionType": "Other"},
        ],
        citationCount=12,
    )
    assert record == Record(
        source="datacite",
        source_id="2404.09526",
        title="Copula Gaussian graphical models and their application",
        authors=("Adrian Dobra", "GTEx Consortium"),
        year=2011,
        type="preprint",
        citations=None,
        ids={"arxiv": ("2404.09526",)},
        url="https://arxiv.org/abs/2404.09526",
        abstract="We propose a Bayesian approach.",
        categories=("stat.AP", "math-ph"),
        first_version_on=date(2011, 8, 8),
        latest_version_on=date(2011, 8, 10),
        version=2,
        comment="Published in the Annals",
        versions={"doi": ("10.1214/10-aoas397",)},
    )


@pytest.mark.parametrize(
    ("creator", "expected"),
    [
        ({"name": "Wu, Bingyang"}, "Bingyang Wu"),
        ({"name": "Plato", "givenName": "Plato"}, "Plato"),
        ({"familyName": "Ramesha"}, "Ramesha"),
        ({"name": "Beethoven, Ludwig van", "givenName": "Ludwig", "familyName": "van Beethoven"}, "Ludwig van Beethoven"),
        ({"name": "A, B, and C Collaboration"}, "A, B, and C Collaboration"),
        ({"name": ":"}, None),
        ({"name": 5.5, "givenName": []}, None),
        (None, None),
    ],
)
def test_a_creator_is_told_in_display_order(creator: object, expected: str | None) -> None:
    assert one(creators=[creator]).authors == ((expected,) if expected else ())


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ({"subject": "Superconductivity (cond-mat.supr-con)", "subjectScheme": "arXiv"}, "cond-mat.supr-con"),
        ({"subject": "Neurons and Cognition (q-bio.NC)", "subjectScheme": "arXiv"}, "q-bio.NC"),
        ({"subject": "High Energy Physics - Theory (hep-th)", "subjectScheme": "arXiv"}, "hep-th"),
        ({"subject": "cs.DC"}, "cs.DC"),
        ({"subject": "X-ray optics (x-ray)"}, None),
        ({"subject": "biology"}, None),
        ({"subject": "68W15 (cs.DC)", "subjectScheme": "MSC"}, None),
        ({"subject": "FOS: Computer and information sciences"}, None),
        ({"subject": None}, None),
        ("cs.DC", None),
    ],
)
def test_a_subject_of_arxivs_is_a_category(subject: object, expected: str | None) -> None:
    assert one(subjects=[subject]).categories == ((expected,) if expected else ())


def dated(*told: tuple[str, str, str | None]) -> list[dict[str, Any]]:
    return [{"dateType": kind, "date": day, "dateInformation": version} for kind, day, version in told]


@pytest.mark.parametrize(
    ("dates", "version", "first", "latest"),
    [
        (dated(("Submitted", "2024-04-15T07:45:04Z", "v1")), "1", date(2024, 4, 15), date(2024, 4, 15)),
        (dated(("Submitted", "2024-04-15", None)), "3", date(2024, 4, 15), None),
        (dated(("Available", "2024-04-15", "v1")), "1", date(2024, 4, 15), date(2024, 4, 15)),
        (dated(("Available", "2024-04", "v1")), "1", None, None),
        (dated(("Available", "2024-04-20", "v1"), ("Submitted", "2024-04-22", "v1")), "1", date(2024, 4, 22), date(2024, 4, 22)),
        (dated(("Submitted", "2024-04-15", "v1"), ("Available", "2024-10-29", "v2")), "v2", date(2024, 4, 15), date(2024, 10, 29)),
        (dated(("Updated", "2024-04-15", "v1")), "1", None, None),
        (dated(("Submitted", "2024-13-15", "v1")), "1", None, None),
        (dated(("Submitted", "2024-04-15", "v1")), None, date(2024, 4, 15), None),
        ([{"date": 5, "dateType": []}, None, "2024"], "1", None, None),
    ],
)
def test_the_days_of_the_first_and_the_present_version(dates: object, version: object, first: date | None, latest: date | None) -> None:
    record = one(dates=dates, version=version)
    assert (record.first_version_on, record.latest_version_on) == (first, latest)


def test_the_year_is_that_of_the_first_version_as_arxiv_has_it() -> None:
    assert one(publicationYear=2024).year == 2024
    assert one(publicationYear=2024, dates=dated(("Submitted", "2023-12-31", "v1"))).year == 2023
    assert one(publicationYear="soon").year is None


@pytest.mark.parametrize(
    ("relation", "kind", "other", "expected"),
    [
        ("IsVersionOf", "DOI", "10.1000/A", {"doi": ("10.1000/a",)}),
        ("IsIdenticalTo", "DOI", "https://doi.org/10.1000/a", {"doi": ("10.1000/a",)}),
        ("Cites", "DOI", "10.1000/a", {}),
        ("IsVersionOf", "URL", "https://doi.org/10.1000/a", {}),
        ("IsVersionOf", "DOI", "10.48550/arXiv.2404.09526v1", {}),
        ("IsVersionOf", "DOI", "none", {}),
        (None, None, None, {}),
    ],
)
def test_the_doi_of_a_publisher_is_another_version(relation: object, kind: object, other: object, expected: dict[str, Any]) -> None:
    told = {"relationType": relation, "relatedIdentifierType": kind, "relatedIdentifier": other}
    assert one(relatedIdentifiers=[told]).versions == expected


@pytest.mark.parametrize("doi", ["10.5281/zenodo.1234", "10.48550/arxiv.nonsense", "", None, 5])
def test_what_is_not_of_arxiv_is_no_record(doi: object) -> None:
    assert parse({"data": {"attributes": {"doi": doi, "titles": [{"title": "On Widgets"}]}}}) is None


@pytest.mark.parametrize("titles", [None, [], [{}], [{"title": " "}], "On Widgets", [None]])
def test_without_a_title_there_is_no_record(titles: object) -> None:
    assert parse({"data": {"attributes": {"doi": "10.48550/arxiv.2404.09526", "titles": titles}}}) is None


NAMES = ("doi", "titles", "creators", "publicationYear", "subjects", "dates", "version", "relatedIdentifiers", "descriptions")
INNER = ("title", "name", "givenName", "familyName", "subject", "date", "dateType", "relationType", "relatedIdentifier", "description")
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["10.48550/arXiv.2404.09526", "Submitted", "DOI"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING), st.booleans())
def test_no_field_of_any_kind_breaks_the_reading(attributes: dict[str, Any], named: bool) -> None:
    known = {"doi": "10.48550/arxiv.2404.09526", "titles": [{"title": "On Widgets"}]} if named else {}
    record = parse({"data": {"attributes": {**attributes, **known}}})
    assert record is not None or not named


@given(ANYTHING)
def test_no_answer_of_any_kind_breaks_the_reading(content: object) -> None:
    assert parse(content) is None
    assert parse({"data": content}) is None


# ---------------------------------------------------------------- as a source


def wanted(*ids: str) -> list[Wanted]:
    return [Wanted(publication=Publication(key=one, title="On Widgets", arxiv=one)) for one in ids]


def source(world: World, folder: Path) -> DataCite:
    door = Http(
        hosts=Hosts(folder), user_agent="pubtrack/0", now=world.now, watch=world.datacite.watch, sleep=lambda _: None, jitter=lambda: 0.0
    )
    return DataCite(door, pace=0, origin=world.datacite.origin, now=world.now)


def ask(world: World, folder: Path, some: Sequence[Wanted]) -> dict[str, Answer]:
    """Exactly one answer for each publication wanted."""
    found = [one for one in source(world, folder).look_up(some) if isinstance(one, Answer)]
    assert sorted(one.publication for one in found) == sorted(one.publication.key for one in some)
    assert all(one.source == "datacite" and not (one.candidates and one.problem) for one in found)
    return {one.publication: one for one in found}


def kind(answer: Answer) -> str | None:
    return answer.problem.kind if answer.problem else None


def test_what_datacite_says_of_a_preprint_is_what_arxiv_says(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    some = wanted(LOONGSERVE, "2409.13221", "1905.90004")
    door = Http(hosts=Hosts(tmp_path), user_agent="pubtrack/0", now=world.now, sleep=lambda _: None)
    arxiv = Arxiv(door, pace=0, origin=world.arxiv.origin, now=world.now)
    said = {one.publication: one.candidates[0] for one in arxiv.look_up(some) if isinstance(one, Answer)}
    for key, answer in ask(world, tmp_path, some).items():
        (record,) = answer.candidates
        assert (answer.by_id, answer.asked) == (True, f"DOI 10.48550/arXiv.{key}")
        for name in ("source_id", "title", "authors", "year", "type", "version", "abstract", "categories", "comment", "url"):
            assert getattr(record, name) == getattr(said[key], name), name
        assert (record.first_version_on, record.latest_version_on) == (said[key].first_version_on, said[key].latest_version_on)
        assert record.versions.get("doi") == said[key].ids.get("doi")
        assert record.citations is None


@pytest.mark.parametrize("arxiv", ["hep-th/9901001", "math/0611800"])
def test_ids_of_the_old_form_are_asked_for(world: World, tmp_path: Path, arxiv: str) -> None:
    world.paper("Widgets", authors=["Ada Byron"], arxiv=arxiv)
    (answer,) = ask(world, tmp_path, wanted(arxiv)).values()
    assert [one.source_id for one in answer.candidates] == [arxiv]
    assert world.datacite.requests[0].path == f"/dois/10.48550/arXiv.{arxiv}"


def test_an_id_that_is_learnt_is_asked_for_without_its_version(world: World, tmp_path: Path) -> None:
    world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001")
    some = [Wanted(publication=Publication(key="k", title="Widgets"), ids={"arxiv": ("2401.00001v2", "2401.00002")}, by_text=False)]
    assert ask(world, tmp_path, some)["k"].candidates
    assert [request.path for request in world.datacite.requests] == ["/dois/10.48550/arXiv.2401.00001"]


def test_without_an_arxiv_id_nothing_is_asked(world: World, tmp_path: Path) -> None:
    some = [Wanted(publication=Publication(key="k", title="Widgets", doi="10.1000/a"), ids={"doi": ("10.1000/a",)})]
    assert kind(ask(world, tmp_path, some)["k"]) == "no_id"
    assert world.asked == 0


def test_an_unknown_id_is_no_failure(world: World, tmp_path: Path) -> None:
    problem = ask(world, tmp_path, wanted("2401.00099"))["2401.00099"].problem
    assert problem is not None
    assert (problem.kind, problem.failed) == ("not_found", False)


def test_two_publications_of_one_id_are_one_request(world: World, tmp_path: Path) -> None:
    world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001")
    some = [Wanted(publication=Publication(key=key, title="Widgets", arxiv="2401.00001")) for key in "ab"]
    found = ask(world, tmp_path, some)
    assert all(one.candidates for one in found.values())
    assert len(world.datacite.requests) == source(world, tmp_path).estimate(some).requests == 1


def test_there_is_an_end_to_asking(world: World, tmp_path: Path) -> None:
    some = wanted(*(f"2401.{number:05d}" for number in range(1, 51)))
    found = ask(world, tmp_path, some)
    assert len(world.datacite.requests) == source(world, tmp_path).estimate(some).requests == MOST_A_RUN
    assert [kind(one) for one in found.values()].count("later") == 50 - MOST_A_RUN


@pytest.mark.parametrize(
    "content",
    [[], {}, {"data": None}, {"data": {"attributes": {"doi": "10.48550/arxiv.2401.00002", "titles": [{"title": "Another"}]}}}],
)
def test_what_is_no_answer_to_the_question_is_a_failure(world: World, tmp_path: Path, content: object) -> None:
    body = json.dumps(content).encode()
    world.datacite.fails(Fault.saying("told", Response(body=body, content_type="application/vnd.api+json; charset=utf-8")))
    found = ask(world, tmp_path, wanted("2401.00001", "2401.00003"))
    assert [kind(one) for one in found.values()] == ["unreadable", "cooling"]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_every_fault_is_an_answer(world: World, tmp_path: Path, fault: Trouble) -> None:
    for number in range(1, 4):
        world.paper("Widgets", authors=["Ada Byron"], arxiv=f"2401.{number:05d}")
    world.datacite.fails(fault)
    found = ask(world, tmp_path, wanted(*(f"2401.{number:05d}" for number in range(1, 4))))
    assert all(one.problem and not one.candidates for one in found.values())
    assert [kind(one) for one in found.values()][1:] in (["cooling"] * 2, ["resting"] * 2)


def test_who_hangs_is_asked_once_and_left_alone(world: World, tmp_path: Path) -> None:
    world.datacite.fails(Fault.HANG)
    found = ask(world, tmp_path, wanted("2401.00001", "2401.00002"))
    assert [kind(one) for one in found.values()] == ["too_slow", "resting"]
    assert len(world.datacite.requests) == 1


def test_it_has_a_name_on_screen() -> None:
    assert title_of("datacite") == "DataCite"
