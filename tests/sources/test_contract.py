"""What every source must keep, ours and others', of a service in good health: one answer for each publication, within the estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.publication import Author, Publication
from tests.sources.contract import FOUR, TITLES, Case, Place, ask, citations, each_source, each_source_but_scholar, kinds, the_four, wanted

pytestmark = pytest.mark.slow

LONGEST_ADDRESS = 8000  # characters; servers refuse what is longer


def with_remembered_ids(found: Mapping[str, Answer], name: str) -> list[Wanted]:
    """The four as they are asked about the next time, by what the source calls them."""
    return [
        Wanted(
            publication=one.publication, ids={**one.ids, name: tuple(record.source_id for record in found[one.publication.key].candidates)}
        )
        for one in the_four(by_text=False)
    ]


def many(count: int) -> list[Wanted]:
    """Of every sort: by arXiv id, by DOI, by both, by neither, by text or not, known and unknown, two of one id."""
    sorts: tuple[Callable[[int], Wanted], ...] = (
        lambda n: wanted(f"arxiv {n}", arxiv=f"2301.{n:05}", by_text=False),
        lambda n: wanted(f"doi {n}", doi=f"10.1000/{n}", by_text=True, titles=("Another title of these",)),
        lambda n: wanted(f"both {n}", arxiv=f"2302.{n:05}", doi=f"10.1001/{n}", by_text=False),
        lambda n: wanted(f"text {n}", by_text=True),
        lambda n: wanted(f"neither {n}", by_text=False),
        lambda n: wanted(f"twin {n}", arxiv=f"2301.{n - 5:05}", by_text=True),
    )
    return [*the_four(), *(sorts[n % len(sorts)](n) for n in range(count - 4))]


LISTS: Mapping[str, Callable[[], list[Wanted]]] = {
    "nothing": list,
    "one": lambda: the_four()[:1],
    "three": lambda: the_four()[:3],
    "the four, not by text": lambda: the_four(by_text=False),
    "each twice": lambda: [*the_four(), *the_four(suffix=" again")],
    "without ids": lambda: [wanted(key, TITLES[key]) for key in FOUR],
    "without ids, not by text": lambda: [wanted(key, TITLES[key], by_text=False) for key in FOUR],
    "without ids, with other titles": lambda: [wanted(key, TITLES[key], titles=("A title before", "A title before that")) for key in FOUR],
    "a hundred and twenty": lambda: many(120),
    "as many by text": lambda: [wanted(f"text {n}") for n in range(120)],
}


@each_source
def test_the_name_is_a_constant_of_its_class(place: Place, tmp_path: Path, case: Case) -> None:
    made = place.source(case, tmp_path)
    assert vars(type(made))["name"] == made.name == case.name
    assert "name" in type(made).__annotations__


@each_source
@pytest.mark.parametrize("which", LISTS)
def test_each_publication_has_one_answer_within_the_estimate(place: Place, tmp_path: Path, case: Case, which: str) -> None:
    asked, made = LISTS[which](), place.source(case, tmp_path)
    estimate, spent = made.estimate(asked), place.world.openalex.spent
    assert not place.service(case).requests
    found = ask(made, asked)
    assert len(place.service(case).requests) <= estimate.requests
    assert place.world.openalex.spent - spent <= estimate.cost + 1e-6
    assert not any(one.problem and one.problem.failed for one in found.values())


@each_source
def test_a_second_look_up_of_the_same_source_is_as_good_as_the_first(place: Place, tmp_path: Path, case: Case) -> None:
    made = place.source(case, tmp_path)
    first, second = ask(made, the_four()), ask(made, the_four())
    assert citations(first) == citations(second)
    assert len(place.service(case).requests) <= 2 * made.estimate(the_four()).requests


@each_source
def test_what_the_world_holds_is_found_by_ids_and_offered_with_them(place: Place, tmp_path: Path, case: Case) -> None:
    answer = ask(place.source(case, tmp_path), the_four(by_text=False))["loongserve"]
    assert any("LoongServe" in record.title or "Loongserve" in record.title for record in answer.candidates)


@each_source
def test_what_was_found_is_found_again_by_the_id_that_was_remembered(place: Place, tmp_path: Path, case: Case) -> None:
    made = place.source(case, tmp_path)
    first = ask(made, the_four(by_text=False))
    asked = with_remembered_ids(first, case.name)
    place.service(case).forget()
    estimate, again = made.estimate(asked), ask(made, asked)
    assert len(place.service(case).requests) <= estimate.requests
    for key, answer in first.items():
        assert {one.source_id for one in answer.candidates} <= {one.source_id for one in again[key].candidates}


@each_source_but_scholar  # one page of it answers about everything
def test_without_an_id_and_not_by_text_nobody_is_asked(place: Place, tmp_path: Path, case: Case) -> None:
    found = ask(place.source(case, tmp_path), [wanted(key, TITLES[key], by_text=False) for key in FOUR])
    assert kinds(found) == {"no_id"}
    assert not place.service(case).requests


@each_source_but_scholar  # a profile is loaded for its own sake
def test_nothing_wanted_is_nothing_asked(place: Place, tmp_path: Path, case: Case) -> None:
    made = place.source(case, tmp_path)
    assert (ask(made, []), made.estimate([]).requests) == ({}, 0)
    assert not place.service(case).requests


# ---------------------------------------------------------------- titles of every kind

LONG = "A Study of " + " ".join(f"word{number}" for number in range(900))
HOSTILE = {
    "signs of every syntax": 'What? Is * this | a, "quoted": & < title > [x] (y) {z} ^ ~ ! + - / \\ ; = # % @ $',
    "operators": "title: ti:x AND au:y OR NOT -- ANDNOT filter=doi:1,2|3",
    "LaTeX": "{\\'E}tude of $\\alpha_{i}^{2}$-stable \\emph{laws} {in} \\LaTeX",
    "HTML": "H<sub>2</sub>O &amp; <b>bold</b> <script>alert(1)</script>",
    "a lone brace": "A { lone \\ brace",
    "Chinese": "大语言模型：推理、系统与“调度”",
    "long Chinese": "长" * 5000,
    "Hebrew": "עברית: כותרת \u202ewith marks\u202c",
    "Arabic": "تعلم الآلة؟",
    "Hindi": "हिन्दी भाषा",
    "emoji": "Widgets 🎉 and 👩‍💻",
    "control characters": "Wid\x00gets\x1b[31m \x07and\r\nmore\x7f\u2028lines",
    "half a character": "Half \ud800 a character",
    "five thousand letters": "x" * 5000,
    "nine hundred words": LONG,
    "one letter": "Q",
    "only signs": "?!*|",
    "only small words": "On the of",
    "blanks": " \t\u00a0 ",
    "quotes": "\"' “ ” ‘ ’ ` ´",
    "percent": "100%25 of %00 %zz",
}


@each_source
@pytest.mark.parametrize("which", [*HOSTILE, "empty"])
def test_no_title_breaks_anything(place: Place, tmp_path: Path, case: Case, which: str) -> None:
    title = HOSTILE.get(which, "")
    publication = Publication(key="hostile", title=title, authors=(Author(name=title[:200]),))
    hostile = Wanted(publication=publication, titles=(title, f"{title} ("))
    asked = [hostile, wanted("loongserve", TITLES["loongserve"], arxiv="2404.09526", doi="10.1145/3694715.3695948", by_text=False)]
    made, service = place.source(case, tmp_path), place.service(case)
    found = ask(made, asked)
    assert found["hostile"].problem is None or not found["hostile"].problem.failed
    assert found["loongserve"].candidates
    assert len(service.requests) <= made.estimate(asked).requests
    assert all(len(request.target) <= LONGEST_ADDRESS and request.target.isascii() for request in service.requests)


ODD_IDS = (
    *("", " ", "abc", "10.", "2404.0952", "a,b|c", "10.1000/a,b|c:d&e=f#g?h%20i <j>", "x" * 3000),
    *("\x00\x1b", "大", "../..", "W1|W2", "null"),
)


@each_source
def test_ids_that_cannot_be_break_nothing(place: Place, tmp_path: Path, case: Case) -> None:
    asked = [
        Wanted(publication=Publication(key=f"{scheme} {number}", title="Widgets"), ids={scheme: (one,)}, by_text=False)
        for scheme in {case.name, "arxiv", "doi"}
        for number, one in enumerate(ODD_IDS)
    ]
    asked += the_four(by_text=False)
    made, service = place.source(case, tmp_path), place.service(case)
    assert ask(made, asked)["loongserve"].candidates
    assert len(service.requests) <= made.estimate(asked).requests
    assert all(len(request.target) <= LONGEST_ADDRESS and request.target.isascii() for request in service.requests)
