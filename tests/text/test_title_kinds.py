"""What a title or a venue shows of the kind of a work, and which titles many works bear."""

from __future__ import annotations

import pytest

from pubtrack.text import title_kinds


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Erratum: Widgets", "erratum"),
        ("Correction to: Widgets", "erratum"),
        ("Author Correction: Widgets", "erratum"),
        ("Corrigendum to “Widgets” [J. Widget 12 (2010) 1]", "erratum"),
        ("勘误：小部件", "erratum"),
        ("RETRACTED: Widgets", "retraction"),
        ("Retraction Note: Widgets", "retraction"),
        ("Editorial Expression of Concern: Widgets", "retraction"),
        ("Comment on “Widgets”", "comment"),
        ("Reply to “Comment on ‘Widgets’”", "comment"),
        ("Widgets: A Reply to Smith", "comment"),
        ("Widgets--Letter", "comment"),
        ("Author's reply", "comment"),
        ("Decision letter: Widgets", "peer_review"),
        ("Author response: Widgets", "peer_review"),
        ("Faculty Opinions recommendation of Widgets.", "peer_review"),
        ("Book Review: Widgets", "review"),
        ("Data from: Widgets", "dataset"),
        ("Replication Data for: Widgets", "dataset"),
        ("Code for Widgets", "dataset"),
        ("Supplementary material for Widgets", "supplement"),
        ("Additional file 1 of Widgets", "supplement"),
        ("Poster: Widgets", "abstract"),
        ("Abstract P2-13-04: Widgets", "abstract"),
        ("Widgets (Extended Abstract)", "abstract"),
        ("Slides: Widgets", "talk"),
        ("Widgets [invited talk]", "talk"),
        ("Editorial: Widgets", "editorial"),
        ("Preface", "editorial"),
    ],
)
def test_the_kind_that_a_title_shows(title: str, kind: str) -> None:
    assert title_kinds.kind_by_title(title) == kind


@pytest.mark.parametrize(
    "title",
    [
        "Data mining",
        "Code generation with widgets",
        "Abstract interpretation: a unified lattice model",
        "Demonstration of a widget",
        "Talking heads",
        "Letters home",
        "Corrections in proofs",
        "Panel data models",
        "Software engineering",
        "Removed from the map",
        "",
    ],
)
def test_titles_that_show_no_kind(title: str) -> None:
    assert title_kinds.kind_by_title(title) is None


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("US Patent 11,123,456", "patent"),
        ("Stanford University, 2019", "thesis"),
        ("Universität Wien", "thesis"),
        ("Massachusetts Institute of Technology", "thesis"),
        ("Ph.D. dissertation, MIT", "thesis"),
        ("Zenodo (CERN European Organization for Nuclear Research)", "dataset"),
        ("GitHub", "software"),
        ("University of Chicago Law Review", None),
        ("Harvard University Press", None),
        ("arXiv (Cornell University)", None),
        ("Nature", None),
    ],
)
def test_the_kind_that_a_place_shows(venue: str, kind: str | None) -> None:
    assert title_kinds.kind_by_place(venue) == kind


@pytest.mark.parametrize(
    "title", ["Introduction", "EDITORIAL", "Message from the Program Chairs", "编者按", "Предисловие", "Book Reviews", "הקדמה"]
)
def test_titles_that_many_works_bear(title: str) -> None:
    assert title_kinds.is_generic(title)


@pytest.mark.parametrize(
    "title", ["Introduction to Algorithms", "An editorial on widgets in the press", "Deep learning", "Attention Is All You Need"]
)
def test_titles_of_one_work(title: str) -> None:
    assert not title_kinds.is_generic(title)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Annual report of the society", True),
        ("Cancer statistics, 2019", True),
        ("Standards of Medical Care", True),
        ("Statistical widgets", False),
    ],
)
def test_titles_that_come_back(title: str, expected: bool) -> None:
    assert title_kinds.recurs(title) is expected


def test_a_mark_of_retraction_is_no_part_of_the_title() -> None:
    assert title_kinds.without_mark_of_retraction("RETRACTED ARTICLE: Widgets") == "Widgets"
    assert title_kinds.without_mark_of_retraction("Removed widgets") == "widgets"
    assert title_kinds.without_mark_of_retraction("Widgets") == "Widgets"
