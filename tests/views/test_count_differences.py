"""Why the counts of sources differ, said of this publication: split versions, versions that a source lacks, age, coverage."""

from __future__ import annotations

from pubtrack.model.catalogue import COUNTING
from pubtrack.views.count_differences import COVERAGE, reasons
from tests.reports.views import MONDAY, SCHOLAR, Kept
from tests.saying import arxiv, crossref, dblp, openalex, record


def said(kept: Kept) -> tuple[str, ...]:
    return reasons(kept.shown().rows[0], MONDAY)


def test_one_source_differs_from_nobody() -> None:
    assert said(Kept().lists("k")) == said(Kept().lists("k").cited("k", (0, 5))) == ()


def test_versions_that_a_source_splits_are_told_with_their_counts() -> None:
    kept = Kept().lists("k").cited("k", (0, 97)).cited("k", (0, 39), source="openalex", source_id="W1")
    kept.cited("k", (0, 11), source="openalex", source_id="W2")
    assert said(kept)[0] == (
        "OpenAlex holds it as 2 records with 39 and 11 citations. They are not added: the same paper may cite both."
        " 39 is that of the record that leads there."
    )


def test_a_version_that_a_source_lacks_is_told() -> None:
    kept = Kept().lists("k").cited("k", (0, 97)).cited("k", (0, 4), source="crossref", source_id="10.1/1")
    assert not any("known to hold" in one for one in said(kept.recorded("k", crossref())))
    assert "Crossref is known to hold the published version only." in said(kept.recorded("k", arxiv()))
    preprint_only = Kept().lists("k").cited("k", (0, 97)).cited("k", (0, 4), source="openalex", source_id="W2")
    preprint_only.recorded("k", record("openalex", "W2", type="preprint")).recorded("k", dblp())
    assert "OpenAlex is known to hold the preprint only." in said(preprint_only)
    both = preprint_only.recorded("k", openalex())
    assert not any("OpenAlex is known to hold" in one for one in said(both))


def test_an_answer_that_is_much_older_is_told() -> None:
    kept = Kept().lists("k").cited("k", (30, 97), last_seen=20).cited("k", (0, 39), source="openalex", source_id="W1")
    assert "The number of Google Scholar is 20 days older than the newest." in said(kept)
    near = Kept().lists("k").cited("k", (30, 97), last_seen=3).cited("k", (0, 39), source="openalex", source_id="W1")
    assert not any("older" in one for one in said(near))


def test_what_each_source_counts_is_told_of_those_that_have_a_count() -> None:
    assert set(COVERAGE) == set(COUNTING)
    kept = (
        Kept().lists("k").cited("k", (0, 97)).cited("k", (0, 4), source="crossref", source_id="10.1/1").is_it("k", "W1", source="openalex")
    )
    told = [one for one in said(kept) if " counts " in one]
    assert [one.partition(" counts")[0] for one in told] == ["Google Scholar", "Crossref"]
    assert COVERAGE[SCHOLAR] in told[0]
