"""What went wrong is said once, however many publications it concerns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pubtrack.model.count import Attempt, Outcome
from pubtrack.planning import attempt_findings

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)


def attempt(outcome: Outcome, kind: str = "", detail: str = "", *, source: str = "arxiv", key: str = "widgets") -> Attempt:
    return Attempt(publication=key, source=source, at=MONDAY, outcome=outcome, kind=kind, detail=detail)


def said(*attempts: Attempt, this_run: bool = True) -> list[tuple[str, str, str | None, str]]:
    return [(one.severity, one.kind, one.publication, one.message) for one in attempt_findings.findings(attempts, this_run=this_run)]


def test_what_was_answered_is_not_spoken_of() -> None:
    assert said(attempt("answered"), attempt("answered", key="gadgets")) == []
    assert said() == []


def test_a_failure_is_an_error_in_its_run_and_a_notice_later() -> None:
    wall = attempt("failed", "refused", "answered with a captcha", source="google_scholar")
    answered = attempt("answered")
    assert said(wall, answered) == [("error", "refused", "widgets", "Google Scholar: answered with a captcha")]
    assert said(wall, answered, this_run=False)[0][0] == "notice"


def test_one_failure_for_many_publications_is_one_line() -> None:
    walls = [attempt("failed", "refused", "answered with a captcha", source="google_scholar", key=f"k{n}") for n in range(40)]
    page = attempt("failed", "refused", "answered with a captcha", source="google_scholar", key="person:Shengyu Liu")
    assert said(page, *walls) == [("error", "refused", None, "Google Scholar: answered with a captcha (40 publications)")]
    assert said(page, walls[0]) == [("error", "refused", None, "Google Scholar: answered with a captcha (1 publication)")]
    assert said(page) == [("error", "refused", None, "Google Scholar: answered with a captcha")]


def test_two_failures_are_two_lines() -> None:
    assert len(said(attempt("failed", "busy", "asks for patience"), attempt("failed", "refused", "captcha", source="google_scholar"))) == 2


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (("arxiv",), "No answer from the network: arXiv could not be reached. What was known before is kept."),
        (
            ("arxiv", "google_scholar"),
            "No answer from the network: neither Google Scholar nor arXiv could be reached. What was known before is kept.",
        ),
    ],
)
def test_no_network_is_said_once(sources: tuple[str, ...], message: str) -> None:
    failures = [
        attempt("failed", "unreachable" if n == 0 else "resting", f"x{n}", source=one, key=f"k{n}") for one in sources for n in range(9)
    ]
    assert said(*failures) == [("error", "no-network", None, message)]


def test_one_answer_shows_that_there_is_a_network() -> None:
    found = said(attempt("failed", "unreachable", "no connection"), attempt("answered", source="google_scholar"))
    assert found == [("error", "unreachable", "widgets", "arXiv: no connection")]


def test_without_a_network_what_was_skipped_is_still_said() -> None:
    found = said(attempt("failed", "unreachable", "x"), attempt("skipped", "cooling", "is left alone until noon", source="google_scholar"))
    assert [(severity, kind) for severity, kind, _, _ in found] == [("error", "no-network"), ("notice", "cooling")]


def test_of_an_earlier_run_no_lack_of_network_is_told() -> None:
    assert [kind for _, kind, _, _ in said(attempt("failed", "unreachable", "no connection"), this_run=False)] == ["unreachable"]


def test_what_was_not_found_is_listed_shortly() -> None:
    gone = [attempt("not_found", "not_found", key=f"k{n}") for n in range(7)]
    assert said(*gone) == [("notice", "not_found", None, "not found at arXiv: k0, k1, k2, k3, k4 and 2 more")]
    assert said(gone[0]) == [("notice", "not_found", "k0", "not found at arXiv")]


def test_an_unknown_id_is_named_with_its_publication() -> None:
    found = said(
        attempt("not_found", "not_found", "arXiv knows no 2404.09999; is the id right?"), attempt("not_found", "not_found", key="gadgets")
    )
    assert found == [
        ("notice", "not_found", "widgets", "arXiv knows no 2404.09999; is the id right?"),
        ("notice", "not_found", "gadgets", "not found at arXiv"),
    ]


def test_of_many_unknown_ids_the_first_few_are_explained_and_all_are_named() -> None:
    found = said(*(attempt("not_found", "not_found", f"arXiv knows no {n}", key=f"k{n}") for n in range(8)))
    assert len(found) == attempt_findings.NAMED_ONE_BY_ONE + 1
    assert found[-1][3] == "not found at arXiv: k5, k6, k7"


def test_each_doubt_is_listed_for_review() -> None:
    doubts = [attempt("doubtful", detail=f"U:{n}: “Widgets” (the years lie far apart)", key=f"k{n}") for n in range(2)]
    assert said(*doubts) == [
        (
            "notice",
            "doubtful",
            f"k{n}",
            f"arXiv has a record that may be this one: U:{n}: “Widgets” (the years lie far apart); {attempt_findings.DECIDE}",
        )
        for n in range(2)
    ]


def test_rows_beyond_the_first_page_are_named() -> None:
    cut = [attempt("skipped", "truncated", "only 100 articles were looked at", source="google_scholar", key=f"k{n}") for n in range(2)]
    assert said(*cut) == [("notice", "truncated", None, "Google Scholar: only 100 articles were looked at (k0, k1)")]


def test_what_is_still_due_is_counted_by_source() -> None:
    found = [one.message for one in attempt_findings.still_due({"google_scholar": 1, "arxiv": 30})]
    assert found == [
        "arXiv: 30 publications are still due; `pubtrack refresh` goes on",
        "Google Scholar: 1 publication is still due; `pubtrack refresh` goes on",
    ]


def test_nothing_due_is_nothing_said() -> None:
    assert list(attempt_findings.still_due({"arxiv": 0})) == []


def test_publications_of_one_source_are_not_mixed_with_anothers() -> None:
    found = said(*(attempt("failed", "busy", "asks for patience", source=one, key=f"k{n}") for n in range(2) for one in ("arxiv", "dblp")))
    assert [message for _, _, _, message in found] == [
        "arXiv: asks for patience (2 publications)",
        "DBLP: asks for patience (2 publications)",
    ]


def test_one_refusal_is_one_line_however_much_waits_for_it() -> None:
    """The batch that met the refusal, and what was asked after it in the same run."""
    refused = attempt("failed", "busy", "asks for patience (429)", source="semantic_scholar", key="a")
    waits = attempt("skipped", "cooling", "is left alone until tomorrow; it asks for patience (429)", source="semantic_scholar", key="b")
    (finding,) = attempt_findings.findings([refused, waits], this_run=True)
    assert (finding.severity, finding.message) == ("error", "Semantic Scholar: asks for patience (429) (2 publications)")


def test_what_was_not_asked_goes_without_saying() -> None:
    assert (
        attempt_findings.findings([attempt("skipped", "no_id", "no id is known"), attempt("skipped", "later", "enough")], this_run=True)
        == ()
    )


def test_what_is_left_for_another_day_is_counted() -> None:
    waiting = [attempt("skipped", "later", "was searched often enough", source="dblp", key=f"k{n}") for n in range(3)]
    (finding,) = attempt_findings.left_for_another_day(waiting)
    assert finding.message == "DBLP: was searched often enough (3 publications)"
