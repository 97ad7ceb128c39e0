"""Venues as people write them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.publication import Venue
from pubtrack.text import journal_names, known_venues, venue_names, venues


@pytest.mark.parametrize(
    ("text", "name", "year", "status"),
    [
        ("SOSP'24", "SOSP", 2024, "published"),
        ("SOSP ’24", "SOSP", 2024, "published"),
        ("SOSP24", "SOSP", 2024, "published"),
        ("SOSP 24", "SOSP", 2024, "published"),
        ("SOSP 2024", "SOSP", 2024, "published"),
        ("ICML2024", "ICML", 2024, "published"),
        ("AAAI-24", "AAAI", 2024, "published"),
        ("AAAI'99", "AAAI", 1999, "published"),
        ("MICRO-57", "MICRO-57", None, "published"),
        ("3DV 2024", "3DV", 2024, "published"),
        ("S&P 2024", "S&P", 2024, "published"),
        ("In SOSP'24", "SOSP", 2024, "published"),
        ("In OSDI 2024", "OSDI", 2024, "published"),
        ("In: OSDI 2024.", "OSDI", 2024, "published"),
        ("Presented at HotOS 2023", "HotOS", 2023, "published"),
        ("In Proc. of SOSP'24", "Proc. of SOSP", 2024, "published"),
        ("In Proceedings of the 29th Symposium (SOSP '24)", "Proceedings of the 29th Symposium (SOSP)", 2024, "published"),
        ("Proceedings of the 2024 Conference on X", "Proceedings of the Conference on X", 2024, "published"),
        ("Vision 2020 Workshop 2024", "Vision 2020 Workshop", 2024, "published"),
        ("NeurIPS 2023 Workshop on X", "NeurIPS Workshop on X", 2023, "published"),
        ("OSDI 2024 (to appear)", "OSDI", 2024, "accepted"),
        ("OSDI'24, to appear", "OSDI", 2024, "accepted"),
        ("SOSP 2024 - accepted", "SOSP", 2024, "accepted"),
        ("To appear in NSDI'25", "NSDI", 2025, "accepted"),
        ("To appear, SOSP 2025", "SOSP", 2025, "accepted"),
        ("Accepted to EuroSys 2025", "EuroSys", 2025, "accepted"),
        ("Accepted for publication in Nature", "Nature", None, "accepted"),
        ("Nature, in press", "Nature", None, "accepted"),
        ("arXiv preprint, to appear in SOSP 2024", "SOSP", 2024, "accepted"),
        ("Submitted to NSDI", "NSDI", None, "submitted"),
        ("submitted to the Journal of Foo", "Journal of Foo", None, "submitted"),
        ("Submitted (NSDI 2025)", "NSDI", 2025, "submitted"),
        ("Submitted to Symposium on Foo (SOF)", "Symposium on Foo (SOF)", None, "submitted"),
        ("Under review at TPAMI", "TPAMI", None, "submitted"),
        ("NSDI 2025 [under review]", "NSDI", 2025, "submitted"),
        ("Preprint, under review at NSDI 2026", "NSDI", 2026, "submitted"),
        ("In submission", "In submission", None, "submitted"),
        ("(under review)", "under review", None, "submitted"),
        ("arXiv preprint", "arXiv", None, "preprint"),
        ("arXiv", "arXiv", None, "preprint"),
        ("arXiv 2024", "arXiv", 2024, "preprint"),
        ("arXiv:2404.09526", "arXiv", None, "preprint"),
        ("arXiv preprint arXiv:2404.09526, 2024", "arXiv", 2024, "preprint"),
        ("arXiv:2404.09526 [cs.DC]", "arXiv", None, "preprint"),
        ("CoRR", "CoRR", None, "preprint"),
        ("CoRR abs/2404.09526", "CoRR", None, "preprint"),
        ("bioRxiv preprint", "bioRxiv", None, "preprint"),
        ("Preprint", "Preprint", None, "preprint"),
        ("IEEE TPAMI", "IEEE TPAMI", None, "published"),
        ("Proceedings of the VLDB Endowment 14(1)", "Proceedings of the VLDB Endowment", None, "published"),
        ("Nature 585, 357-362 (2020)", "Nature", 2020, "published"),
        ("Nature", "Nature", None, "published"),
        ("Workshop on Accepted Practices", "Workshop on Accepted Practices", None, "published"),
        ("2024", "2024", 2024, "published"),
        ("PhD thesis, Example University, 2020", "PhD thesis, Example University", 2020, "published"),
    ],
)
def test_a_venue_is_told_into_name_year_and_status(text: str, name: str, year: int | None, status: str) -> None:
    assert venues.parse_venue(text) == Venue(name=name, year=year, status=status)  # type: ignore[arg-type]  # a table of plain text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Proceedings of the VLDB Endowment 14(1)", ("14", "1", None)),
        ("Nature 585, 357-362 (2020)", ("585", None, "357-362")),
        ("Communications of the ACM 51(1): 107-113", ("51", "1", "107-113")),
        ("IEEE Transactions on Computers, vol. 73, no. 2, pp. 1-14, 2024", ("73", "2", "1-14")),
        ("Proc. ACM Program. Lang. 8(POPL)", ("8", "POPL", None)),
        ("SOSP 24", None),
        ("MICRO-57", None),
        ("Nature", None),
    ],
)
def test_volume_number_and_pages_behind_a_journals_name_are_read(text: str, expected: tuple[str, ...] | None) -> None:
    found = venues.imprint(text)
    assert (found and (found.volume, found.number, found.pages)) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SOSP", "conference"),
        ("Proceedings of the ACM SIGOPS 29th Symposium on Operating Systems Principles", "conference"),
        ("International Conference on Widgets", "conference"),
        ("SIGCOMM Posters and Demos", "conference"),
        ("IEEE TPAMI", "journal"),
        ("Journal of Widgets", "journal"),
        ("Proceedings of the ACM on Widgets", "journal"),
        ("Annual Review of Widgets", "journal"),
        ("NeurIPS Workshop on X", "workshop"),
        ("ML4Sys@NeurIPS", "workshop"),
        ("HotOS", "workshop"),
        ("arXiv", "preprint"),
        ("CoRR", "preprint"),
        ("PhD thesis, Example University", "thesis"),
        ("Technical report", "report"),
        ("Handbook of Widgets", "book"),
        ("Under review", "unknown"),
        ("Something", "unknown"),
    ],
)
def test_the_kind_of_a_venue(name: str, kind: str) -> None:
    assert venues.kind_of(name) == kind


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("SOSP", "SOSP"),
        ("sosp", "SOSP"),
        ("ACM SOSP", "SOSP"),
        ("29th SOSP", "SOSP"),
        ("Proc. of SOSP", "SOSP"),
        ("Proceedings of the ACM SIGOPS 29th Symposium on Operating Systems Principles", "SOSP"),
        ("18th USENIX Symposium on Operating Systems Design and Implementation (OSDI 24)", "OSDI"),
        ("IEEE/CVF Conference on Computer Vision and Pattern Recognition", "CVPR"),
        ("NIPS", "NeurIPS"),
        ("Advances in Neural Information Processing Systems 36", "NeurIPS"),
        ("S&P", "IEEE S&P"),
        ("USENIX Security", "USENIX Security"),
        ("ATC", "USENIX ATC"),
        ("IEEE TPAMI", "TPAMI"),
        ("IEEE Trans. Pattern Anal. Mach. Intell.", "TPAMI"),
        ("Proc. VLDB Endow.", "PVLDB"),
        ("J. ACM", "JACM"),
        ("Commun. ACM", "CACM"),
        ("The Lancet", "Lancet"),
        ("IEEE Micro", "IEEE Micro"),
        ("CVPR (Oral)", "CVPR"),
        ("CoRR", "arXiv"),
        ("NeurIPS Workshop on X", None),
        ("Workshop on Widgets (ICML)", None),
        ("Nature Something", None),
        ("", None),
    ],
)
def test_well_known_venues_are_known_by_any_name(name: str, acronym: str | None) -> None:
    found = venues.known(name)
    assert (found.acronym if found else None) == acronym


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("SOSP'24", "Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems …, 2024", True),
        ("OSDI'24", "18th USENIX Symposium on Operating Systems Design and Implementation (OSDI 24), 193-210, 2024", True),
        ("NeurIPS", "Advances in Neural Information Processing Systems 36, 2024", True),
        ("PNAS", "Proceedings of the National Academy of Sciences 117 (1), 2020", True),
        ("JMLR", "J. Mach. Learn. Res.", True),
        ("VLDB 2021", "Proc. VLDB Endow.", True),
        ("arXiv preprint", "CoRR abs/2404.09526", True),
        ("Journal of Widgets", "journal of widgets", True),
        ("Journal of Widget Research", "J. Widg. Res.", True),
        ("XYZW", "Xenial Yellow Zebra Workshop", True),
        ("NSDI", "OSDI", False),
        ("Nature", "Nature Communications", False),
        ("SOSP", "arXiv preprint arXiv:2404.09526, 2024", False),
        ("NeurIPS", "NeurIPS 2023 Workshop on X", False),
        ("POPL", "PACMPL", None),
        ("Foo Letters", "Bar Letters", None),
        ("SOSP", "Somewhere", None),
    ],
)
def test_two_venues_are_the_same_or_not_or_it_cannot_be_told(one: str, other: str, expected: bool | None) -> None:
    assert venues.same_venue(one, other) is expected
    assert venues.same_venue(other, one) is expected


def test_no_two_venues_of_the_table_share_a_spelling() -> None:
    spellings: dict[object, str] = {}
    for rows in (venue_names.CONFERENCES, venue_names.WORKSHOPS, journal_names.JOURNALS, journal_names.PREPRINTS):
        for row in rows.strip().splitlines():
            if row.startswith("#"):
                continue
            acronym, _publisher, *names = row.lstrip("~").split(" | ")
            for spelling in (acronym, *(part for name in names for part in name.split("; "))):
                assert spellings.setdefault(known_venues.squeeze(spelling), acronym) == acronym
                words = known_venues.words_of(spelling)
                assert len(words) < 2 or spellings.setdefault(words, acronym) == acronym


def test_acronyms_of_the_table_are_unique_and_known() -> None:
    tables = (venue_names.CONFERENCES, venue_names.WORKSHOPS, journal_names.JOURNALS, journal_names.PREPRINTS)
    acronyms = [row.lstrip("~").split(" | ")[0] for table in tables for row in table.strip().splitlines() if not row.startswith("#")]
    assert Counter(acronyms).most_common(1)[0][1] == 1
    assert len(acronyms) > 150
    assert set(venue_names.APPEARS_IN) | set(venue_names.APPEARS_IN.values()) <= set(acronyms)
    assert [acronym for acronym in acronyms if (found := venues.known(acronym)) is None or found.acronym != acronym] == []


@given(st.text())
def test_any_text_is_a_venue(text: str) -> None:
    found = venues.parse_venue(text)
    assert found.name or not text.split()
    assert found.year is None or 1950 <= found.year <= 2099
    venues.kind_of(text)
    venues.imprint(text)


@given(st.sampled_from(["SOSP", "Journal of Widgets", "Workshop on Widgets", "VLDB"]), st.integers(1950, 2049))
def test_every_way_to_write_the_year_is_one(name: str, year: int) -> None:
    for form in (f"{name} {year}", f"{name}'{year % 100:02}", f"In {name} ’{year % 100:02}", f"{name} ({year})", f"{name}, {year}"):
        assert venues.parse_venue(form) == Venue(name=name, year=year)


@pytest.mark.parametrize("text", ["(" * 50_000, "(" * 900, "in " * 300, "submitted to " * 70, "1 " * 450, "a, " * 300 + "1", "A" * 999])
def test_hostile_text_takes_no_time(text: str) -> None:
    venues.parse_venue(text)
    venues.same_venue(text, "SOSP")


@pytest.mark.parametrize(
    ("text", "name", "pages"),
    [
        ("Proceedings of the 2009 Workshop on Widgets, 54-61", "Proceedings of the Workshop on Widgets", "54-61"),
        ("14th Conference on Gadgets (OSDI 20), 559–578", "14th Conference on Gadgets (OSDI)", "559–578"),
        ("Proc. of Widgets, pp. 3-9", "Proc. of Widgets", "3-9"),
        ("Widgets and Evaluation 47 (4), 919-944", "Widgets and Evaluation", "919-944"),
        ("Meeting on Widgets, Vienna, 13-18 July 2020", "Meeting on Widgets, Vienna, 13-18 July", None),
        ("Workshop on Widgets, Renton, July 5-7, 2019", "Workshop on Widgets, Renton, July 5-7", None),
    ],
)
def test_pages_behind_a_venue_are_no_part_of_its_name(text: str, name: str, pages: str | None) -> None:
    found = venues.imprint(text)
    assert (venues.parse_venue(text).name, found.pages if found else None) == (name, pages)
