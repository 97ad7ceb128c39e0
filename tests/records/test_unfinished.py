"""What the list has in short and a record in full is unfinished; what the person wrote otherwise is their word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pubtrack.model.publication import Author, Publication
from pubtrack.model.record import Record
from pubtrack.records.merge import merge
from pubtrack.records.unfinished import fuller, written

AT = datetime(2026, 11, 2, tzinfo=UTC)
TITLE = "RLHFuse: Efficient RLHF Training with Inter-stage Fusion"
FULL = ("Yinmin Zhong", "Zili Zhang", "Bingyang Wu")


def found(title: str = TITLE, authors: tuple[str, ...] = FULL, *, complete: bool = True, **record: object) -> dict[str, object]:
    """The fields that could say more, with what they could say."""
    listed = Publication(
        key="k",
        title=title,
        authors=tuple(Author(name=one.rstrip("*"), equal_contribution=one.endswith("*")) for one in authors),
        authors_complete=complete,
    )
    known = Record(**({"source": "crossref", "source_id": "10.1/x", "title": TITLE, "authors": FULL} | record))  # type: ignore[arg-type]  # the keys are Record's
    return {one.field: one.title or written(one.authors) for one in fuller(merge(listed, [(known, AT)]))}


@pytest.mark.parametrize(
    "listed",
    [
        "Rlhfuse: Efficient rlhf training with inter-stage fusion",
        "Rlhfuse: Efficient Rlhf Training With Inter-Stage Fusion",
        "RLHFuse: Efficient RLHF Training with …",
        "RLHFuse: Efficient RLHF Training ...",
    ],
)
def test_a_title_that_lost_its_capitals_or_its_end_is_unfinished(listed: str) -> None:
    assert found(listed) == {"title": TITLE}


@pytest.mark.parametrize(
    "listed",
    [
        TITLE,
        TITLE.upper(),
        "RLHFuse: Efficient RLHF training with inter-stage fusion",
        "RLHFUSE: Efficient RLHF Training with Inter-stage Fusion",
        "Rlhfuse: Efficient rlhf training",
        "Another title …",
    ],
)
def test_another_title_is_the_persons_word(listed: str) -> None:
    assert "title" not in found(listed)


@pytest.mark.parametrize(
    ("authors", "complete", "full"),
    [
        (("Y. Zhong", "Z. Zhang", "B. Wu"), True, FULL),
        (("Y Zhong*", "Z Zhang*", "Bingyang Wu"), True, ("Yinmin Zhong*", "Zili Zhang*", "Bingyang Wu")),
        (("Zhong, Y.", "Zili Zhang", "Bingyang Wu"), True, FULL),
        (("Yinmin Zhong",), False, FULL),
        (("Y. Zhong", "Z. Zhang"), False, FULL),
    ],
)
def test_initials_and_others_are_unfinished(authors: tuple[str, ...], complete: bool, full: tuple[str, ...]) -> None:
    assert found(authors=authors, complete=complete) == {"authors": full}


@pytest.mark.parametrize(
    ("authors", "complete"),
    [
        (FULL, True),
        (("Zili Zhang", "Y. Zhong", "B. Wu"), True),
        (("Y. Zhong", "Z. Zhang"), True),
        (("Y. Zhong", "Somebody Else", "B. Wu"), True),
        (("Somebody Else",), False),
        ((), True),
    ],
)
def test_other_authors_are_the_persons_word(authors: tuple[str, ...], complete: bool) -> None:
    assert found(authors=authors, complete=complete) == {}


def test_a_record_that_is_cut_itself_finishes_nothing() -> None:
    assert found("Rlhfuse: Efficient rlhf training with inter-stage fusion", title_complete=False) == {}
    assert found(authors=("Y. Zhong", "Z. Zhang", "B. Wu"), authors_complete=False) == {}
    assert found(authors=("Y. Zhong",), complete=False, source="google_scholar") == {}


def test_the_authors_of_a_collaboration_stay_cut_short() -> None:
    assert found(authors=("Author 0",), complete=False, authors_complete=True) == {}
    many = tuple(f"Given{number} Family{number}" for number in range(300))
    listed = Publication(key="k", title=TITLE, authors=(Author(name=many[0]),), authors_complete=False)
    assert fuller(merge(listed, [(Record(source="crossref", source_id="x", title=TITLE, authors=many), AT)])) == ()
