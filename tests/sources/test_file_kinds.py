"""Which kind of file it is that somebody wants taken in."""

from __future__ import annotations

import pytest

from pubtrack.sources.files.kinds import foreign, kind_of

RIS = b"TY  - JOUR\r\nTI  - A Title\r\nER  - \r\n"


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [
        ("refs.bib", b"@article{a, title = {T}}", "bibtex"),
        ("refs.txt", b"% exported\n\n@inproceedings{a,\n title = {T}}", "bibtex"),
        ("refs.bib", b"", "bibtex"),
        ("refs.bib", "\ufeff@misc(a, title = {T})".encode(), "bibtex"),
        ("refs", "@book{a,}".encode("utf-16"), "bibtex"),
        ("My profile.html", b"<!doctype html><html>", "scholar-page"),
        ("profile", b"<html><body>", "scholar-page"),
        ("profile.mhtml", b"From: <Saved by Blink>\r\n", "scholar-page"),
        ("gs_data.json", b'{"name": "A", "citedby": 3}', "counts"),
        ("citations.yml", b"metadata:\n  last_updated: x\npapers:\n  a:\n    citations: 3\n", "counts"),
        ("citations.csv", b"first_seen,last_seen,source,source_id,citations,kind\n", "counts"),
        ("old.csv", b"date,source,source_id,citations,kind\n", "counts"),
    ],
)
def test_what_stands_in_it_tells_the_kind(name: str, start: bytes, kind: str) -> None:
    found = kind_of(name, start)
    assert (found.kind, found.called) == (kind, "")


@pytest.mark.parametrize(
    ("name", "start", "called"),
    [
        ("refs.ris", RIS, "RIS"),
        ("refs.bib", RIS, "RIS"),
        ("refs.txt", "\ufeff\n\nTY  - CHAP\nTI  - x\n".encode(), "RIS"),
        ("refs.ris", b"", "RIS"),
        ("x.enw", b"%0 Journal Article\n%T A\n", "EndNote"),
        ("x.nbib", b"PMID- 123\nTI  - x\n", "PubMed"),
        ("savedrecs.txt", b"FN Clarivate Analytics Web of Science\nVR 1.0\n", "Web of Science"),
        ("csl.json", b'[{"type": "article-journal", "title": "A"}]', "CSL JSON"),
        ("paper.pdf", b"%PDF-1.7\n", "PDF"),
        ("list.docx", b"PK\x03\x04", "office document"),
        ("publications.yaml", b"author: A B\npublications: []\n", "list in YAML"),
        ("table.csv", b"title,year\nA,2020\n", "table"),
        ("notes.txt", b"hello", "no file that is known"),
    ],
)
def test_what_cannot_be_taken_in_is_called_by_its_name(name: str, start: bytes, called: str) -> None:
    found = kind_of(name, start)
    assert called in found.called
    assert found.instead


@pytest.mark.parametrize("start", [b"", b"@article{a,}", b"% a comment\n", b"TYPE: x\n", b"\xff\xfe", b"a TY  - JOUR"])
def test_bibtex_is_of_no_foreign_format(start: bytes) -> None:
    assert foreign(start) is None
