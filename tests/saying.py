"""Records of one publication at several sources, said in a few words; for the tests of what is made of them."""

from __future__ import annotations

from datetime import UTC, datetime

from pubtrack.model.record import PartialDate, Record

AT = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
TITLE = "LoongServe: Efficiently Serving Long-context Large Language Models with Elastic Sequence Parallelism"
AUTHORS = ("Bingyang Wu", "Shengyu Liu", "Xin Jin")
DOI = "10.1145/3694715.3695948"
PROCEEDINGS = "Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles"
JOURNAL_DOI = "10.1145/1111111.2222222"


def record(source: str, source_id: str, **known: object) -> Record:
    return Record(source=source, source_id=source_id, **({"title": TITLE, "authors": AUTHORS} | known))  # type: ignore[arg-type]  # what a test says of it


def crossref(**known: object) -> Record:
    at_once = {
        "year": 2024, "type": "conference", "venue": PROCEEDINGS, "container": PROCEEDINGS, "pages": "640-654", "publisher": "ACM",
        "event": "SOSP '24: ACM SIGOPS 30th Symposium on Operating Systems Principles", "event_place": "Austin TX USA",
        "event_on": PartialDate(year=2024, month=11, day=4), "ids": {"doi": (DOI,)}, "citations": 4, "url": f"https://doi.org/{DOI}",
    }  # fmt: skip
    return record("crossref", DOI, **(at_once | known))


def dblp(**known: object) -> Record:
    at_once = {"year": 2024, "type": "conference", "venue": "SOSP", "pages": "640-654", "ids": {"doi": (DOI,)}}
    return record("dblp", **({"source_id": "conf/sosp/WuLZSLJ24"} | at_once | known))


def semantic_scholar(**known: object) -> Record:
    at_once = {
        "year": 2024, "type": "conference", "venue": "Symposium on Operating Systems Principles", "citations": 97,
        "ids": {"doi": (DOI,), "arxiv": ("2404.09526",), "corpus_id": ("269148650",)}, "influential_citations": 12,
    }  # fmt: skip
    return record("semantic_scholar", "0" * 40, **(at_once | known))


def openalex(**known: object) -> Record:
    at_once = {
        "year": 2024, "type": "conference", "container": PROCEEDINGS, "pages": "640-654", "ids": {"doi": (DOI,)}, "citations": 39,
        "cites_per_year": {2025: 19, 2026: 18}, "is_retracted": False,
    }  # fmt: skip
    return record("openalex", **({"source_id": "W1"} | at_once | known))


def arxiv(**known: object) -> Record:
    at_once = {"year": 2024, "type": "preprint", "ids": {"arxiv": ("2404.09526",)}, "url": "https://arxiv.org/abs/2404.09526"}
    return record("arxiv", "2404.09526", **(at_once | known))


def in_journal(**known: object) -> Record:
    """The extended version, a year later."""
    at_once = {
        "year": 2025, "type": "journal", "venue": "ACM Trans. Comput. Syst.", "container": "ACM Transactions on Computer Systems",
        "volume": "43", "number": "2", "pages": "5:1-5:30", "publisher": "ACM", "ids": {"doi": (JOURNAL_DOI,)},
    }  # fmt: skip
    return record("crossref", JOURNAL_DOI, **(at_once | known))
