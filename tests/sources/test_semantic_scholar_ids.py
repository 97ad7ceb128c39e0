"""What Semantic Scholar is asked about a publication: ids in its own spelling, and the words of a title."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.answer import Wanted
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.sources.semantic_scholar.ids import (
    LONGEST_ID,
    LONGEST_QUERY,
    MOST_OTHER_IDS,
    MOST_OWN_IDS,
    Question,
    aliases,
    is_about_fields,
    is_about_ids,
    queries,
    query,
    question,
    split,
)

SHA = "0123456789abcdef0123456789abcdef01234567"
OTHER_SHA = "f" * 40
FORM = re.compile(r"[0-9a-f]{40}|(?:CorpusId|MAG|PMID|PMCID):[1-9][0-9]*|ARXIV:[a-z./0-9-]+|DOI:10\.[0-9.]+/\S+|ACL:[\w.-]+")


def asked(*, arxiv: str | None = None, doi: str | None = None, **ids: tuple[str, ...]) -> Question:
    return question(Wanted(publication=Publication(key="k", title="Widgets", arxiv=arxiv, doi=doi), ids=ids))


# ---------------------------------------------------------------- which ids, and in which order


def test_its_own_id_is_asked_first_and_alone() -> None:
    found = asked(semantic_scholar=(SHA,), arxiv="2404.09526", doi="10.1145/3694715.3695948")
    assert found.first == (SHA,)
    assert found.further == ("ARXIV:2404.09526", "DOI:10.1145/3694715.3695948")


def test_without_its_own_id_arxiv_comes_first_and_then_the_doi() -> None:
    found = asked(arxiv="2404.09526", doi="10.1145/3694715.3695948")
    assert (found.first, found.further) == (("ARXIV:2404.09526",), ("DOI:10.1145/3694715.3695948",))
    assert asked(doi="10.1145/3694715.3695948").first == ("DOI:10.1145/3694715.3695948",)


def test_all_of_several_own_ids_are_asked_for() -> None:
    assert asked(semantic_scholar=(SHA, OTHER_SHA), arxiv="2404.09526").first == (SHA, OTHER_SHA)


def test_other_ids_that_it_takes_come_last() -> None:
    found = asked(mag=("12",), acl=("W12-3903",), pmid=("25666165",), pmcid=("PMC11116106",), corpus_id=("7",), doi="10.1000/a")
    assert found.all == ("DOI:10.1000/a", "CorpusId:7", "ACL:W12-3903", "MAG:12", "PMID:25666165", "PMCID:11116106")


def test_nothing_is_asked_by_ids_that_it_does_not_take() -> None:
    assert asked(dblp=("conf/sosp/WuLZSLJ24",), openalex=("W1",)).all == ()


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (SHA.upper(), SHA),
        (f" {SHA} ", SHA),
        (f"https://www.semanticscholar.org/paper/LoongServe%3A-Long/{SHA}", SHA),
        (f"semanticscholar.org/paper/{SHA}?utm=1", SHA),
        ("CorpusId:269148650", "CorpusId:269148650"),
        ("corpusid: 0269148650", "CorpusId:269148650"),
        ("Corpus ID: 269148650", "CorpusId:269148650"),
        ("269148650", "CorpusId:269148650"),
        ("https://api.semanticscholar.org/CorpusID:269148650", "CorpusId:269148650"),
    ],
)
def test_its_own_id_is_read_in_every_form(typed: str, sent: str) -> None:
    assert asked(semantic_scholar=(typed,)).first == (sent,)


@pytest.mark.parametrize(
    "typed",
    ["", "x", SHA[1:], SHA + "0", "0", "CorpusId:", "CorpusId:-1", "1" * 13, "٧", f"https://elsewhere.example.org/{SHA}", "a" * 10_000],
)
def test_what_cannot_be_its_own_id_is_never_sent(typed: str) -> None:
    assert asked(semantic_scholar=(typed,)).all == ()


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("2404.09526v2", ("ARXIV:2404.09526",)),
        ("arXiv:2404.09526", ("ARXIV:2404.09526",)),
        ("math.CA/0611800v1", ("ARXIV:math/0611800",)),
        ("9913.00001", ()),
        ("abc", ()),
    ],
)
def test_an_arxiv_id_goes_bare_and_without_version(typed: str, sent: tuple[str, ...]) -> None:
    assert asked(arxiv=typed).all == sent


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("https://doi.org/10.1145/3694715.3695948", ("DOI:10.1145/3694715.3695948",)),
        ("10.1093/BIOMET/66.2.393", ("DOI:10.1093/biomet/66.2.393",)),
        ("10.48550/arXiv.2404.09526", ("ARXIV:2404.09526",)),
        ("10.48550/arXiv.nonsense", ("DOI:10.48550/arxiv.nonsense",)),
        ("10.1000/" + "x" * 300, ()),
        ("10.1000/", ()),
        ("doi", ()),
    ],
)
def test_a_doi_goes_bare(typed: str, sent: tuple[str, ...]) -> None:
    assert asked(doi=typed).all == sent


@pytest.mark.parametrize(("scheme", "typed"), [("mag", "W12"), ("pmid", "x1"), ("pmcid", "PMCX"), ("acl", "../x"), ("corpus_id", "x")])
def test_what_cannot_be_an_id_of_its_scheme_is_never_sent(scheme: str, typed: str) -> None:
    assert asked(**{scheme: (typed, "", "0")}).all == ()


def test_an_id_is_asked_once_however_often_it_is_known() -> None:
    found = asked(arxiv="2404.09526", doi="10.48550/arxiv.2404.09526", semantic_scholar=("7", "CorpusId:7"), corpus_id=("7",))
    assert found.all == ("CorpusId:7", "ARXIV:2404.09526")


def test_no_publication_takes_more_than_its_share() -> None:
    many = asked(semantic_scholar=tuple(str(n) for n in range(1, 100)), doi="10.1000/a", mag=tuple(str(n) for n in range(1, 100)))
    assert (len(many.first), len(many.further)) == (MOST_OWN_IDS, MOST_OTHER_IDS)


SCHEMES = ("semantic_scholar", "arxiv", "doi", "mag", "acl", "pmid", "pmcid", "corpus_id")
TYPED = (
    st.text()
    | st.from_regex(r"(10\.1000/|CorpusId:|W12-|PMC|arXiv:2404\.|\d{3})[^a]{0,9}")
    | st.text("0123456789abcdef", min_size=39, max_size=41)
)


@given(st.dictionaries(st.sampled_from(SCHEMES), st.tuples(TYPED, TYPED)))
def test_whatever_is_remembered_as_an_id_only_ids_are_sent(ids: dict[str, tuple[str, ...]]) -> None:
    for one in question(Wanted(publication=Publication(key="k", title="Widgets"), ids=ids)).all:
        assert len(one) <= LONGEST_ID
        assert not set(one) & set('\n\r\t"\x00\x1b ')
        assert FORM.fullmatch(one)


# ---------------------------------------------------------------- ids that lead elsewhere


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        (SHA, ()),
        (SHA.upper(), (SHA.upper(),)),
        (OTHER_SHA, (OTHER_SHA,)),
        ("CorpusId:7", ("CorpusId:7",)),
        ("8", ("8", "CorpusId:8")),
        (f"https://www.semanticscholar.org/paper/{OTHER_SHA}", (f"https://www.semanticscholar.org/paper/{OTHER_SHA}", OTHER_SHA)),
    ],
)
def test_an_own_id_that_leads_to_a_record_of_another_id_is_an_alias(typed: str, also: tuple[str, ...]) -> None:
    found = asked(semantic_scholar=(typed,))
    record = Record(source="semantic_scholar", source_id=SHA, title="Widgets", ids={"corpus_id": ("7",)})
    assert tuple(aliases(found, found.first[0], record)) == also


def test_a_learnt_corpus_id_is_an_alias_only_where_the_record_has_another() -> None:
    record = Record(source="semantic_scholar", source_id=SHA, title="Widgets", ids={"corpus_id": ("7",)})
    assert tuple(aliases(asked(corpus_id=("7",)), "CorpusId:7", record)) == ()
    assert tuple(aliases(asked(corpus_id=("8",)), "CorpusId:8", record)) == ("CorpusId:8",)
    assert tuple(aliases(asked(arxiv="2404.09526"), "ARXIV:2404.09526", record)) == ()


# ---------------------------------------------------------------- a batch that is refused


def test_a_refused_batch_is_split_at_what_is_named() -> None:
    assert split(["A:1", "A:2", "A:3"], "Unacceptable id A:2") == (["A:1", "A:3"], ["A:2"])


@pytest.mark.parametrize("said", ["", "Unacceptable id", "Unacceptable ids A:1, A:2, A:3"])
def test_a_refused_batch_is_halved_where_nothing_helpful_is_named(said: str) -> None:
    assert split(["A:1", "A:2", "A:3"], said) == (["A:1"], ["A:2", "A:3"])


def test_a_complaint_tells_what_it_is_about() -> None:
    assert is_about_ids("Unacceptable id")
    assert not is_about_ids("This is an invalid video")
    assert is_about_fields("Unrecognized or unsupported fields: [x]")
    assert not is_about_fields("Unacceptable id")


# ---------------------------------------------------------------- by title


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("DistServe: Goodput-optimized Serving & More", "DistServe Goodput optimized Serving More"),
        ('What? Is * this | a, "quoted" < title > [x]', "What Is this a quoted title x"),
        ("O(n) <i>and</i> C++ &amp; C#", "O n and C C"),
        ("{\\'E}tude of the {LaTeX} \\emph{Title}", "Étude of the LaTeX Title"),
        ("Don’t Stop Long‑context – Ever", "Don't Stop Long context Ever"),
        ("Dis\u00adaggre\u200bgating \ufb01les", "Disaggregating files"),
        ("हिन्दी भाषा", "हिन्दी भाषा"),
        ("大语言模型：推理、系统", "大语言模型 推理 系统"),
        ("a -b +c ~d | e* (f)", "a b c d e f"),
        ("Half \ud800 a character\x00 \x1b[31m", "Half a character 31m"),
        ("-- ' -", ""),
        ("", ""),
    ],
)
def test_a_query_holds_the_words_of_a_title_and_nothing_else(title: str, words: str) -> None:
    assert query(title) == words


@given(st.text(max_size=2000))
def test_no_title_breaks_the_query(title: str) -> None:
    words = query(title)
    assert not set(words) & set('-":()[]{}*?|,&<>~+\\\n\x00')
    assert len(words) <= LONGEST_QUERY
    assert quote(words) or not words


def test_a_title_is_searched_for_by_its_other_forms_too_but_by_two_at_most() -> None:
    one = Wanted(publication=Publication(key="k", title="RLHFuse"), titles=("RLHFUSE!", "RLHFuse!", "Stage Fusion", "A Third"))
    assert queries(one) == ("RLHFuse", "Stage Fusion")
    assert queries(Wanted(publication=Publication(key="k", title="?!"), titles=("Stage-Fusion",))) == ("Stage Fusion",)
    assert queries(Wanted(publication=Publication(key="k", title="AB"))) == ()
