"""Identifiers in every form people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.text import ids

HERE = ("2404.09526", None)
OLD_DOI = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2404.09526", HERE),
        (" 2404.09526\n", HERE),
        ("2404.09526v3", ("2404.09526", 3)),
        ("2404.09526V12", ("2404.09526", 12)),
        ("2404.09526.", HERE),
        ("2404.09526.pdf", HERE),
        ("2404.09526v2.pdf", ("2404.09526", 2)),
        ("２４０４.０９５２６", HERE),
        ("2305.05920", ("2305.05920", None)),
        ("2404.10000", ("2404.10000", None)),
        ("1412.6980", ("1412.6980", None)),
        ("0704.0001", ("0704.0001", None)),
        ("arXiv:2404.09526", HERE),
        ("arxiv: 2404.09526v1", ("2404.09526", 1)),
        ("ARXIV 2404.09526", HERE),
        ("arXiv.2404.09526", HERE),
        ("arXiv:2404.09526 [cs.DC]", HERE),
        ("2404.09526 [cs.DC]", HERE),
        ("arXiv preprint arXiv:2404.09526, 2024", HERE),
        ("oai:arXiv.org:2404.09526", HERE),
        ("abs/2404.09526", HERE),
        ("CoRR abs/2404.09526", HERE),
        ("CoRR, vol. abs/2404.09526", HERE),
        ("arxiv.org/abs/2404.09526", HERE),
        ("https://arxiv.org/abs/2404.09526v2", ("2404.09526", 2)),
        ("http://www.arxiv.org/pdf/2404.09526", HERE),
        ("https://arxiv.org/pdf/2404.09526v2.pdf", ("2404.09526", 2)),
        ("https://arxiv.org/pdf/2404.09526v2#page=3", ("2404.09526", 2)),
        ("https://arxiv.org/html/2404.09526v1?context=cs", ("2404.09526", 1)),
        ("https://export.arxiv.org/abs/2404.09526", HERE),
        ("https://www.alphaxiv.org/abs/2404.09526v1", ("2404.09526", 1)),
        ("https://ar5iv.labs.arxiv.org/html/2404.09526", HERE),
        ("https://huggingface.co/papers/2404.09526", HERE),
        ("<https://arxiv.org/abs/2404.09526>", HERE),
        ("https%3A%2F%2Farxiv.org%2Fabs%2F2404.09526", HERE),
        ("10.48550/arXiv.2404.09526", HERE),
        ("https://doi.org/10.48550/ARXIV.2404.09526", HERE),
        ("hep-th/9901001", ("hep-th/9901001", None)),
        ("arXiv:hep-th/9901001v3", ("hep-th/9901001", 3)),
        ("HEP-TH/9901001", ("hep-th/9901001", None)),
        ("math.CA/0611800", ("math/0611800", None)),
        ("https://arxiv.org/abs/math.GT/0309136v1", ("math/0309136", 1)),
        ("solv-int/9701001", ("solv-int/9701001", None)),
        ("cs/0701001", ("cs/0701001", None)),
    ],
)
def test_an_arxiv_id_is_known_in_every_form(text: str, expected: tuple[str, int | None]) -> None:
    assert ids.arxiv_id(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        ("2413.09526", "13 is no month"),
        ("2400.09526", "00 is no month"),
        ("2305.592", "too few digits: 5 follow the dot since 1501 (January 2015); was a zero lost?"),
        ("2305.0592", "was a zero lost?"),
        ("1412.69801", "too many digits: 4 follow the dot until 1412"),
        ("2404.095261", "too many digits"),
        ("0703.1234", "begin with 0704"),
        ("2404.09526v0", "v0 is no version"),
        ("2404.09526vx", "vx is no version"),
        ("240409526", "a dot is missing: 2404.09526?"),
        ("10.1145/3694715.3695948", "type it as `doi`"),
        ("https://example.org/abs/2404.09526", "type it as `url`"),
        ("https://arxiv.org.example.org/abs/2404.09526", "type it as `url`"),
        ("https://notarxiv.org/abs/2404.09526", "type it as `url`"),
        ("foo/0701001", "foo is no archive"),
        ("hep-th/990100", "6 digits"),
        ("hep-th/9913001", "13 is no month"),
        ("hep-th/0704001", "July 1991 (9107) to March 2007 (0703)"),
        ("2404.09526 and 2404.09527", "something follows"),
        ("an id", "looks like 2404.09526"),
        ("٢٤٠٤.٠٩٥٢٦", "looks like 2404.09526"),
    ],
)
def test_what_is_no_arxiv_id_is_explained(text: str, why: str) -> None:
    assert ids.arxiv_id(text) is None
    assert why in ids.why_not_arxiv(text)


def test_an_id_needs_no_explanation() -> None:
    assert ids.why_not_arxiv("arXiv:2404.09526") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1145/3694715.3695948", "10.1145/3694715.3695948"),
        ("10.1145/ABC", "10.1145/abc"),
        ("doi:10.1145/3694715.3695948.", "10.1145/3694715.3695948"),
        ("DOI: 10.1145/abc)", "10.1145/abc"),
        ("https://doi.org/10.1145/abc", "10.1145/abc"),
        ("http://dx.doi.org/10.1145%2Fabc", "10.1145/abc"),
        ("10.1145%2Fabc", "10.1145/abc"),
        ("doi.org/10.1145/abc", "10.1145/abc"),
        ("<https://doi.org/10.1145/abc>", "10.1145/abc"),
        ("https://dl.acm.org/doi/abs/10.1145/abc?download=true", "10.1145/abc"),
        ("https://dl.acm.org/doi/pdf/10.1145/abc#page=2", "10.1145/abc"),
        ("https://link.springer.com/content/pdf/10.1007/978-3-030-1.pdf", "10.1007/978-3-030-1"),
        ("https://onlinelibrary.wiley.com/doi/10.1002/ABC.123/full", "10.1002/abc.123"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf", "10.1101/2020.01.01.123456"),
        ("https://example.org/find?doi=10.1145/3.4&page=1", "10.1145/3.4"),
        (OLD_DOI, OLD_DOI),
        (f"({OLD_DOI}).", OLD_DOI),
        ("https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2", OLD_DOI),
        ("10.48550/arXiv.2404.09526", "10.48550/arxiv.2404.09526"),
        ("10.1145", None),
        ("10.1145/", None),
        ("10.1/abc", None),
        ("2404.09526", None),
        ("110.1145/abc", None),
        ("https://example.org/paper", None),
        ("", None),
    ],
)
def test_a_doi_is_known_in_every_form(text: str, expected: str | None) -> None:
    assert ids.doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AbC-_fghAAAJ", "AbC-_fghAAAJ"),
        ("user=AbC-_fghAAAJ", "AbC-_fghAAAJ"),
        ("https://scholar.google.com/citations?user=AbC-_fghAAAJ", "AbC-_fghAAAJ"),
        ("scholar.google.co.uk/citations?hl=en&user=AbC-_fghAAAJ&view_op=list_works", "AbC-_fghAAAJ"),
        ("https://scholar.google.com.hk/citations?user=AbC-_fghAAAJ&amp;hl=zh-CN", "AbC-_fghAAAJ"),
        ("https://scholar.google.de/citations?user=AbC-_fghAAAJ#top", "AbC-_fghAAAJ"),
        ("https://example.org/citations?user=AbC-_fghAAAJ", None),
        ("https://scholar.google.com.example.org/citations?user=AbC-_fghAAAJ", None),
        ("https://scholar.google.com/citations?user=short", None),
        ("Some Name", None),
        ("AbC-_fghAAAJx", None),
        ("ÄbC-_fghAAAJ", None),
    ],
)
def test_a_scholar_profile_is_known_by_its_address(text: str, expected: str | None) -> None:
    assert ids.scholar_profile(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("orcid: 0000 0002 1825 0097", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", None),
        ("0000-0002-1825", None),
        ("https://example.org/0000-0002-1825-0097", None),
    ],
)
def test_an_orcid_is_checked_by_its_last_digit(text: str, expected: str | None) -> None:
    assert ids.orcid(text) == expected


@given(st.text())
def test_any_text_is_an_id_or_is_explained(text: str) -> None:
    assert (ids.arxiv_id(text) is None) == bool(ids.why_not_arxiv(text))
    assert ids.scholar_profile(text) is None or len(ids.scholar_profile(text) or "") == 12
    assert ids.orcid(text) is None or len(ids.orcid(text) or "") == 19


@given(st.from_regex(r"(doi:|https://doi\.org/)?10\.1145/[!-~]{1,20}", fullmatch=True))
def test_reading_a_doi_twice_changes_nothing(text: str) -> None:
    once = ids.doi(text)
    assert once is None or ids.doi(once) == once


@given(st.integers(7, 40), st.integers(1, 12), st.integers(1, 9999), st.one_of(st.none(), st.integers(1, 99)))
def test_every_id_survives_every_form(year: int, month: int, number: int, version: int | None) -> None:
    if (year, month) < (7, 4):
        return
    bare = f"{year:02}{month:02}.{number:0{5 if year >= 15 else 4}}"
    suffix = f"v{version}" if version else ""
    for form in ("{}", "arXiv:{}", "https://arxiv.org/abs/{}", "https://arxiv.org/pdf/{}.pdf", "10.48550/arXiv.{}"):
        assert ids.arxiv_id(form.format(bare + suffix)) == (bare, version)


@pytest.mark.parametrize("text", ["arxiv" * 20_000, "10.1145/" + ")" * 100_000, "a-" * 50_000 + "/0701001", "arxiv.org/" + "a/" * 50_000])
def test_hostile_text_takes_no_time(text: str) -> None:
    ids.why_not_arxiv(text)
    ids.doi(text)


@pytest.mark.parametrize("typed", ["q-bio/0401001", "q-alg/9701001v2", "https://arxiv.org/abs/q-bio/0501001"])
def test_archives_of_one_letter_and_a_word_are_archives(typed: str) -> None:
    found = ids.arxiv_id(typed)
    assert found is not None
    assert found[0].startswith("q-")
