"""Single pieces of evidence: a cut list of authors, of which only the beginning is visible."""

from __future__ import annotations

import pytest

from pubtrack.records.evidence import begins_alike

ADA, BEN, CARA, DAN, EVA = "Ada Adams", "Ben Brown", "Cara Clark", "Dan Davis", "Eva Evans"


@pytest.mark.parametrize(
    ("visible", "is_alike"),
    [
        ((ADA, BEN, CARA), True),
        ((ADA, "Nobody Known", BEN), True),  # two of three are listed
        ((ADA, "Nobody Known", "Another One"), False),  # one of three
        ((ADA, "Nobody Known"), False),  # one of two
        ((BEN, ADA, CARA), False),  # the first author is another
        ((ADA, DAN, CARA, BEN), False),  # the order is another
    ],
)
def test_a_cut_list_begins_as_the_listed_one(visible: tuple[str, ...], is_alike: bool) -> None:
    assert begins_alike((ADA, BEN, CARA, DAN, EVA), visible) is is_alike
