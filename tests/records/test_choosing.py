"""Which of several candidates are taken: all that an id settles, one that text settles, and a preprint beside it."""

from __future__ import annotations

from pubtrack.model.record import Record, WorkType
from pubtrack.records import match
from pubtrack.records.match import IdsAndTitles
from pubtrack.text.venues import parse_venue
from tests.records.test_match import AUTHORS, TITLE, doubtful, publication, taken

PAPER = publication(venue=parse_venue("SOSP"), doi="10.1145/3694715.3695948")
OPEN = publication(year=None)


def record(source_id: str, kind: WorkType | None = None, venue: str | None = None, **more: object) -> Record:
    fields: dict[str, object] = {"title": TITLE, "authors": AUTHORS, "source": "openalex", "year": 2024} | more
    return Record(source_id=source_id, type=kind, venue=venue, **fields)  # type: ignore[arg-type]  # any field of it


def test_a_preprint_and_what_was_made_of_it_are_both_taken() -> None:
    choice = match.choose(PAPER, [record("W1", "preprint", "arXiv"), record("W2", "conference", "SOSP")])
    assert taken(choice) == ["W2", "W1"]


def test_of_two_preprints_neither_is_taken_but_the_paper_is() -> None:
    choice = match.choose(PAPER, [record("W1", "preprint", "arXiv"), record("W2", "conference", "SOSP"), record("W3", "preprint", "HAL")])
    assert (taken(choice), sorted(doubtful(choice))) == (["W2"], ["W1", "W3"])


def test_of_a_conference_and_a_journal_neither_is_taken_where_the_list_names_none() -> None:
    choice = match.choose(OPEN, [record("W1", "conference", "SOSP"), record("W2", "journal", "ACM Trans. Comput. Syst.")])
    assert (taken(choice), sorted(doubtful(choice))) == ([], ["W1", "W2"])
    assert {one.judgement.reason for one in choice.doubtful} == {"another record is as near"}


def test_what_the_list_names_as_venue_decides() -> None:
    choice = match.choose(PAPER, [record("W1", "conference", "SOSP"), record("W2", "journal", "ACM Trans. Comput. Syst.")])
    assert (taken(choice), doubtful(choice)) == (["W1"], ["W2"])


def test_all_that_an_id_settles_are_taken() -> None:
    both = [record("W1", "conference", "SOSP"), record("W2", "conference", "SOSP")]
    assert taken(match.choose(PAPER, both, by_id=True)) == ["W1", "W2"]
    assert taken(match.choose(OPEN, both, known=IdsAndTitles(ids={"openalex": ("W1", "W2")}))) == ["W1", "W2"]
    assert taken(match.choose(OPEN, both)) == []


def test_beside_what_an_id_settles_text_settles_only_a_preprint() -> None:
    settled = record("W1", "conference", "SOSP", ids={"doi": ("10.1145/3694715.3695948",)})
    choice = match.choose(PAPER, [settled, record("W2", "conference", "SOSP"), record("W3", "preprint", "arXiv")])
    assert (taken(choice), doubtful(choice)) == (["W3", "W1"] if taken(choice)[0] == "W3" else ["W1", "W3"], ["W2"])
    assert choice.doubtful[0].judgement.reason == "an id says that another record is it"


def test_a_whole_title_is_nearer_than_a_cut_one() -> None:
    whole, cut = record("W1"), record("W2", title="LoongServe: Efficiently Serving Long-Context Large Language Models with …")
    choice = match.choose(publication(title=TITLE + ": A Study"), [record("W1", title=TITLE), record("W2", title=TITLE + ": A Study")])
    assert taken(choice) == ["W2"]
    assert taken(match.choose(OPEN, [whole, cut])) == []


def test_a_record_nearly_as_near_caps_the_first() -> None:
    first, elsewhere = record("W1", year=None), record("W2", year=2015)
    choice = match.choose(publication(), [first, elsewhere])
    assert (taken(choice), sorted(doubtful(choice))) == ([], ["W1", "W2"])
    assert taken(match.choose(publication(), [record("W1"), elsewhere])) == ["W1"]


def test_a_stub_without_authors_does_not_cap_the_first() -> None:
    assert taken(match.choose(publication(), [record("W1"), record("W2", authors=())])) == ["W1"]


def test_a_sibling_with_a_similar_title_does_not_cap_the_first() -> None:
    assert taken(match.choose(publication(), [record("W1"), record("W2", title=TITLE + " II")])) == ["W1"]


def test_a_record_offered_twice_is_one() -> None:
    choice = match.choose(publication(), [record("W1"), record("W1")])
    assert (taken(choice), len(choice.judged)) == (["W1"], 1)


def test_every_candidate_is_kept_with_its_judgement_the_nearest_first() -> None:
    offered = [record("W1", title="Nothing alike"), record("W2"), record("W3", title=TITLE + " II"), record("W4", authors=())]
    choice = match.choose(publication(), offered)
    assert [(one.record.source_id, one.judgement.verdict) for one in choice.judged] == [
        ("W2", "certain"),
        ("W4", "likely"),
        ("W3", "doubtful"),
        ("W1", "no"),
    ]


# ---------------------------------------------------------------- what is known from elsewhere


def dated(source_id: str, doi: str, **more: object) -> Record:
    return record(source_id, "journal", ids={"doi": (doi,)}, **more)


def test_what_another_source_offers_beside_it_counts_against_a_single_answer() -> None:
    single, other = dated("P1", "10.5555/h.1", source="semantic_scholar"), dated("10.5555/h.2", "10.5555/h.2", source="crossref")
    assert taken(match.choose(OPEN, [single])) == ["P1"]
    choice = match.choose(OPEN, [single], known=IdsAndTitles(offered=(other,)))
    assert (taken(choice), doubtful(choice)) == ([], ["P1"])
    assert {one.record.source_id for one in choice.judged} == {"P1"}


def test_the_same_work_at_another_source_is_no_rival() -> None:
    single, same = dated("P1", "10.5555/h.1", source="semantic_scholar"), dated("10.5555/h.1", "10.5555/H.1", source="crossref")
    without = record("conf/x/1", "journal", "Journal of Alpha", source="dblp")
    assert taken(match.choose(OPEN, [single], known=IdsAndTitles(offered=(same, without)))) == ["P1"]


def test_a_rival_that_the_list_contradicts_is_none() -> None:
    single = dated("P1", "10.5555/h.1", venue="SOSP", source="semantic_scholar")
    other = dated("10.5555/h.2", "10.5555/h.2", venue="Journal of Alpha", source="crossref")
    listed = publication(venue=parse_venue("SOSP"))
    assert taken(match.choose(listed, [record("P1", "conference", "SOSP")], known=IdsAndTitles(offered=(other,)))) == ["P1"]
    assert taken(match.choose(publication(title="Another Study of Other Widgets"), [single])) == []


def test_beside_a_record_that_is_it_one_of_another_conference_is_not_taken_by_text() -> None:
    paper, demo = record("W1", "conference", "KDD"), record("D1", "conference", "NAACL", source="dblp")
    assert taken(match.choose(OPEN, [demo])) == ["D1"]
    assert doubtful(match.choose(OPEN, [demo], known=IdsAndTitles(records=(paper,)))) == ["D1"]
    assert taken(match.choose(OPEN, [demo], known=IdsAndTitles(records=(paper,)), by_id=True)) == ["D1"]
    assert taken(match.choose(OPEN, [demo], known=IdsAndTitles(records=(record("W1", "preprint", "arXiv"),)))) == ["D1"]
