"""Changing the person's list: only the characters that must change do, and everything it said it still says."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from pubtrack.errors import ListUnusable
from pubtrack.library.compare import encode
from pubtrack.library.edit import append_entries, new_list, revise, set_fields
from pubtrack.library.yaml_nodes import Document, MappingNode, SequenceNode, read
from pubtrack.library.yaml_text import Fields, Layout, field_lines, inline, scalar

pytestmark = pytest.mark.slow

WIDGETS: Fields = {"title": "Widgets: a Study", "authors": "Ann Example, Bo Example*", "arxiv": "2404.10000", "venue": "SOSP'24"}
GADGETS: Fields = {"title": "Gadgets"}


def read_text(text: str) -> Document:
    return read(text.encode(), "p.yaml")


def entry_of(document: Document, number: int) -> MappingNode:
    assert isinstance(document.root, MappingNode)
    publications = next(value for key, value in document.root.items if key.value == "publications")
    assert isinstance(publications, SequenceNode)
    entry = publications.items[number]
    assert isinstance(entry, MappingNode)
    return entry


def said(text: str) -> object:
    """What another reader takes the text for, every value as text."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def is_kept(old: str, new: str) -> bool:
    """All characters of the old text are in the new one, in order."""
    rest = iter(new)
    return all(character in rest for character in old)


# ---------------------------------------------------------------- values

PLAIN = [
    "Fast Distributed Inference Serving for Large Language Models",
    "SOSP'24",
    "In OSDI 2024",
    "Ann Example, Bo Example*",
    "a:b",
    "C#",
    "https://example.org/a#b",
    "Überholen ohne Einzuholen",
    "漢字の研究",
    "😀 study",
    "Nothing is true",
    "nullify",
    "a [b] {c}",
    'say "b"',
    "می\u200cخواهم",
    "3D printing",
    "3D",
    "2nd",
    "10.1145/3600006",
    "2024-04",
    "12-15",
]
QUOTED = [
    ("", '""'),
    (" a", '" a"'),
    ("a ", '"a "'),
    ("A: b", '"A: b"'),
    ("A:", '"A:"'),
    ("C #1 compilers", '"C #1 compilers"'),
    ("NO", '"NO"'),
    ("y", '"y"'),
    ("Null", '"Null"'),
    ("~", '"~"'),
    ("3", '"3"'),
    ("0x1F", '"0x1F"'),
    ("1e5", '"1e5"'),
    ("1_000.5", '"1_000.5"'),
    ("1:30", '"1:30"'),
    ("2024-04-01", '"2024-04-01"'),
    ("2001-12-14 21:59:43", '"2001-12-14 21:59:43"'),
    ("+1", '"+1"'),
    (".5", '".5"'),
    ("=", '"="'),
    ("<<", '"<<"'),
    ("-", '"-"'),
    ("---", '"---"'),
    ("[Re] a", '"[Re] a"'),
    ("*a", '"*a"'),
    ("&a", '"&a"'),
    ("!a", '"!a"'),
    ("%a", '"%a"'),
    ("@a", '"@a"'),
    ("`a`", '"`a`"'),
    ('"a" b', "'\"a\" b'"),
    ("$\\alpha$: it's", "'$\\alpha$: it''s'"),
    ("a\nb", '"a\\nb"'),
    ("a\tb", '"a\\tb"'),
    ("\x1b[31m\x00", '"\\x1B[31m\\x00"'),
    ("a\u202eb", '"a\\u202Eb"'),
    ("a\u2028b\x85c", '"a\\u2028b\\x85c"'),
    ("a\u00a0b", '"a\\xA0b"'),
    ("\ufeffa", '"\\uFEFFa"'),
    ("\U000e0001", '"\\U000E0001"'),
    ("\ud800", "\ufffd"),
]


@pytest.mark.parametrize("value", PLAIN)
def test_text_that_needs_no_quotes_gets_none(value: str) -> None:
    assert scalar(value) == value


@pytest.mark.parametrize(("value", "typed"), QUOTED)
def test_text_that_would_be_misread_is_quoted(value: str, typed: str) -> None:
    assert scalar(value) == typed


@pytest.mark.parametrize(
    ("name", "value"), [("arxiv", "2305.05920"), ("arxiv", "2404.10000v2"), ("year", "2024"), ("date", "2024-04-01"), ("volume", "012")]
)
def test_ids_and_dates_stay_as_people_type_them(name: str, value: str) -> None:
    assert scalar(value, name) == value


def test_only_digits_are_excepted_from_quotes() -> None:
    assert [scalar("NO", "volume"), scalar("1: 2", "number"), scalar("2024", "title")] == ['"NO"', '"1: 2"', '"2024"']


def test_text_in_brackets_is_quoted_for_its_commas_and_colons() -> None:
    assert inline(["a, b", "c:d", "e"]) == '["a, b", "c:d", e]'


@given(st.text(st.characters(codec="utf-8")), st.booleans())
def test_any_text_is_read_again_as_the_same_text(value: str, in_flow: bool) -> None:
    written = scalar(value, in_flow=in_flow)
    text = f"a: [{written}, {written}]\n" if in_flow else f"a:\n  - {written}\n  - {written}  # c\n"
    assert yaml.load(text, Loader=yaml.SafeLoader) == {"a": [value, value]}
    assert yaml.load(text, Loader=yaml.CSafeLoader) == {"a": [value, value]}


@given(st.from_regex(r"[-+.0-9a-fA-FnNxXoOeE_:~tTyYsSlLuUrRzZ ]{1,8}", fullmatch=True))
def test_nothing_that_looks_like_a_number_or_a_word_of_yaml_is_read_as_one(value: str) -> None:
    assert yaml.load(f"a: {scalar(value)}", Loader=yaml.SafeLoader) == {"a": value}


def test_long_lists_are_written_below_each_other_and_short_ones_in_brackets() -> None:
    assert field_lines("tags", ["a", "b"], Layout()) == ["tags: [a, b]"]
    assert field_lines("tags", ["a" * 50, "b" * 50], Layout()) == ["tags:", "  - " + "a" * 50, "  - " + "b" * 50]


# ---------------------------------------------------------------- entries at the end

GADGETS_ADDED = [
    ("", "publications:\n  - title: Gadgets\n"),
    ("# mine", "# mine\npublications:\n  - title: Gadgets\n"),
    ("author: A\r\n", "author: A\r\npublications:\r\n  - title: Gadgets\r\n"),
    ("author: A", "author: A\npublications:\n  - title: Gadgets\n"),
    ("author: A\n...\n", "author: A\npublications:\n  - title: Gadgets\n...\n"),
    ("publications:", "publications:\n  - title: Gadgets"),
    ("publications:\n", "publications:\n  - title: Gadgets\n"),
    ("publications:\nauthor: A\n", "publications:\n  - title: Gadgets\nauthor: A\n"),
    ("publications: # mine\n  # here\n\n# B\nx-b: c\n", "publications: # mine\n  # here\n  - title: Gadgets\n\n# B\nx-b: c\n"),
    ("publications: []\n", "publications:\n  - title: Gadgets\n"),
    ("publications: []  # none yet\nauthor: A\n", "publications:  # none yet\n  - title: Gadgets\nauthor: A\n"),
    ("publications: ~", "publications:\n  - title: Gadgets"),
    ("publications: [\n]\n", "publications: [\n{title: Gadgets}]\n"),
    ("{publications: []}", "{publications: [{title: Gadgets}]}"),
    ("{publications: , a: b}", "{publications: [{title: Gadgets}], a: b}"),
    ("{author: A}\n", "{author: A, publications: [{title: Gadgets}]}\n"),
    ("publications:\n- title: a\n", "publications:\n- title: a\n- title: Gadgets\n"),
    ("publications:\n  - title: a", "publications:\n  - title: a\n  - title: Gadgets"),
    ("publications:\r\n    -   title: a\r\nx-b: c\r\n", "publications:\r\n    -   title: a\r\n    -   title: Gadgets\r\nx-b: c\r\n"),
    ("publications:\n  -\n    title: a\n", "publications:\n  -\n    title: a\n  - title: Gadgets\n"),
    ("publications:\n  - title: a\n\n  - title: b\n", "publications:\n  - title: a\n\n  - title: b\n\n  - title: Gadgets\n"),
    ("publications:\r\n  - title: a\r\n  - title: b\r\n", "publications:\r\n  - title: a\r\n  - title: b\r\n  - title: Gadgets\r\n"),
    (
        "publications:\n  - title: a # why\n    # own\n  # own too\n\n# next\nauthor: A\n",
        "publications:\n  - title: a # why\n    # own\n  # own too\n  - title: Gadgets\n\n# next\nauthor: A\n",
    ),
    ("publications:\n- title: a\n  # own\n# next\n", "publications:\n- title: a\n  # own\n- title: Gadgets\n# next\n"),
    (
        "publications:\n  - title: a\n    note: |\n      b\n\nx-b: c\n",
        "publications:\n  - title: a\n    note: |\n      b\n  - title: Gadgets\n\nx-b: c\n",
    ),
    (
        "publications:\n  - title: a\n    note: |+\n      b\n\nx-b: c\n",
        "publications:\n  - title: a\n    note: |+\n      b\n\n  - title: Gadgets\nx-b: c\n",
    ),
    ("publications:\n  - title: a\n    note: |\n      b", "publications:\n  - title: a\n    note: |\n      b\n  - title: Gadgets"),
    (
        "publications:\n  - title: a\n    authors:\n      - b\n",
        "publications:\n  - title: a\n    authors:\n      - b\n  - title: Gadgets\n",
    ),
    ("publications:\n  - {title: a}\n", "publications:\n  - {title: a}\n  - {title: Gadgets}\n"),
    ("publications: [{title: a}]\n", "publications: [{title: a}, {title: Gadgets}]\n"),
    ("publications: [{title: a}, ]\n", "publications: [{title: a}, {title: Gadgets} ]\n"),
    ("publications: [\n  {title: a}\n]\n", "publications: [\n  {title: a},\n  {title: Gadgets}\n]\n"),
    ("publications: [\n  {title: a}, # b, c\n]\n", "publications: [\n  {title: a}, # b, c\n  {title: Gadgets},\n]\n"),
    ("publications: [\n  {title: a} # b, c\n]\n", "publications: [\n  {title: a}, # b, c\n  {title: Gadgets}\n]\n"),
    (
        "x-a: &a\n  title: q\npublications: &p\n    - *a\n# c\n",
        "x-a: &a\n  title: q\npublications: &p\n    - *a\n    - title: Gadgets\n# c\n",
    ),
    ("publications:\n  - title: a\n  -\n", "publications:\n  - title: a\n  -\n  - title: Gadgets\n"),
    ("publications:\n  - title: a\n    doi:\n", "publications:\n  - title: a\n    doi:\n  - title: Gadgets\n"),
]


@pytest.mark.parametrize(("old", "new"), GADGETS_ADDED)
def test_an_entry_is_added_in_the_style_of_the_list(old: str, new: str) -> None:
    assert append_entries(read_text(old), [GADGETS]) == new


def test_lists_in_a_new_entry_look_like_those_that_are_there() -> None:
    entry: Fields = {"title": "b", "authors": ["C", "D"]}
    block = "publications:\n- title: a\n  authors:\n  - A\n  - B\n"
    flow = "publications:\n- title: a\n  authors: [A, B]\n"
    assert append_entries(read_text(block), [entry]) == block + "- title: b\n  authors:\n  - C\n  - D\n"
    assert append_entries(read_text(flow), [entry]) == flow + "- title: b\n  authors: [C, D]\n"


def test_the_byte_order_mark_is_written_again() -> None:
    document = read(b"\xef\xbb\xbfpublications:\r\n", "p.yaml")
    assert encode(document, append_entries(document, [GADGETS])) == b"\xef\xbb\xbfpublications:\r\n  - title: Gadgets\r\n"


def test_nothing_to_add_changes_nothing() -> None:
    assert append_entries(read_text("publications: [] # x"), []) == "publications: [] # x"


NOT_A_LIST = [
    "publications: none\n",
    "publications: ''\n",
    "publications:\n  a: b\n",
    "x: &a [{title: b}]\npublications: *a\n",
    "- a\n",
    "a\n",
]


@pytest.mark.parametrize("text", [*NOT_A_LIST, "publications: []\npublications: []\n", "publications: &a\n"])
def test_a_list_that_cannot_take_entries_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(ListUnusable, match=r"^p\.yaml:\d+:\d+: .* Nothing was written\."):
        append_entries(read_text(text), [GADGETS])


# ---------------------------------------------------------------- fields of an entry

ARXIV_SET = [
    ("publications:\n  - title: a\n", "publications:\n  - title: a\n    arxiv: 2305.05920\n"),
    ("publications:\n  - title: a # b\n  # c\n", "publications:\n  - title: a # b\n    arxiv: 2305.05920\n  # c\n"),
    ("publications:\r\n-   title: a\r\n-   title: b", "publications:\r\n-   title: a\r\n    arxiv: 2305.05920\r\n-   title: b"),
    ("publications:\n  - &x\n    title: a", "publications:\n  - &x\n    title: a\n    arxiv: 2305.05920"),
    ("publications:\n  - title: a\n    authors:\n      - b", "publications:\n  - title: a\n    authors:\n      - b\n    arxiv: 2305.05920"),
    ("publications:\n  - {title: a}\n", "publications:\n  - {title: a, arxiv: 2305.05920}\n"),
    ("publications: [{title: a, }, {title: b}]\n", "publications: [{title: a, arxiv: 2305.05920 }, {title: b}]\n"),
    ("publications:\n  - {\n    title: a,\n  }\n", "publications:\n  - {\n    title: a,\n    arxiv: 2305.05920,\n  }\n"),
    ("publications:\n  - {}\n", "publications:\n  - {arxiv: 2305.05920}\n"),
    ("publications:\n  - arxiv:\n    title: a\n", "publications:\n  - arxiv: 2305.05920\n    title: a\n"),
    ("publications:\n  - arxiv: \n    title: a\n", "publications:\n  - arxiv: 2305.05920 \n    title: a\n"),
    ("publications:\n  - arxiv: 1 # b\n    title: a\n", "publications:\n  - arxiv: 2305.05920 # b\n    title: a\n"),
    ("publications:\n  - arxiv: 'it''s'\n", "publications:\n  - arxiv: 2305.05920\n"),
    ("publications:\n  - arxiv: |\n      1\n\n    title: a\n", "publications:\n  - arxiv: 2305.05920\n\n    title: a\n"),
    ("publications:\n  - arxiv: 1\n      2\n    title: a\n", "publications:\n  - arxiv: 2305.05920\n    title: a\n"),
    ("publications:\n  - {arxiv: , title: a}\n", "publications:\n  - {arxiv: 2305.05920, title: a}\n"),
    ("publications:\n  - {arxiv, title: a}\n", "publications:\n  - {arxiv: 2305.05920, title: a}\n"),
]


@pytest.mark.parametrize(("old", "new"), ARXIV_SET)
def test_a_field_is_set_and_nothing_else_moves(old: str, new: str) -> None:
    document = read_text(old)
    assert set_fields(document, entry_of(document, 0), {"arxiv": "2305.05920"}) == new


CANNOT_BE_SET = [
    "x-a: &a {title: b}\npublications: [*a]\n",
    "publications: [arxiv: b]\n",
    "publications:\n  - arxiv: [a]\n",
    "publications:\n  - arxiv: &a b\n",
    "x-a: &a b\npublications:\n  - arxiv: *a\n",
    "publications:\n  - arxiv: a\n    arxiv: b\n",
    "publications:\n  - ? title\n    : b\n",
]


@pytest.mark.parametrize("text", CANNOT_BE_SET)
def test_a_field_that_cannot_be_set_alone_is_refused(text: str) -> None:
    document = read_text(text)
    with pytest.raises(ListUnusable, match=r"^p\.yaml:\d+:\d+: .* Nothing was written\."):
        set_fields(document, entry_of(document, 0), {"arxiv": "2305.05920"})


def test_an_entry_that_others_refer_to_is_not_changed_behind_their_back() -> None:
    document = read_text("publications:\n  - &a\n    title: b\nx-copy: *a\n")
    with pytest.raises(ListUnusable):
        set_fields(document, entry_of(document, 0), {"title": "c"})


def test_many_changes_are_made_at_once() -> None:
    document = read_text("publications:\n  - title: a\n  - title: b\n    arxiv:")
    changes = [(entry_of(document, 0), {"doi": "10.1/x"}), (entry_of(document, 1), {"doi": "10.1/y", "arxiv": "2305.05920"})]
    assert revise(document, changes=changes, entries=[GADGETS]) == (
        "publications:\n  - title: a\n    doi: 10.1/x\n  - title: b\n    arxiv: 2305.05920\n    doi: 10.1/y\n  - title: Gadgets"
    )


def test_fields_of_the_author_can_be_set_too() -> None:
    document = read_text("author:\n  name: Ann Example\npublications: []\n")
    assert isinstance(document.root, MappingNode)
    author = document.root.items[0][1]
    assert isinstance(author, MappingNode)
    assert set_fields(document, author, {"orcid": "0000-0002-1825-0097"}).startswith("author:\n  name: Ann Example\n  orcid: ")


# ---------------------------------------------------------------- any list

WORDS = st.sampled_from(["a", "'b: c'", '"d # e"', "2305.05920", "漢字", "'😀'", "NO", "it's", "x:y"])
NEW_VALUES = st.one_of(
    st.text(max_size=8), st.lists(st.text(max_size=5), max_size=3), st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2)
)
NEW_FIELDS = st.dictionaries(
    st.sampled_from(["doi", "arxiv", "ids", "note", "title"]), NEW_VALUES.filter(lambda value: value != {}), min_size=1
)


@dataclass(frozen=True)
class Sample:
    """A list as somebody may have typed it."""

    text: str
    bom: bool

    def document(self) -> Document:
        return read(b"\xef\xbb\xbf" * self.bom + self.text.encode(), "p.yaml")


@st.composite
def lists(draw: st.DrawFn, *, smallest: int = 0) -> Sample:
    flow, newline = draw(st.booleans()), draw(st.sampled_from(["\n", "\r\n"]))
    dash, gap = draw(st.integers(0, 4)), draw(st.integers(2, 4))
    noise = st.lists(st.sampled_from(["", "# at the margin", " " * dash + "# with the entries, [", " " * 9 + "# deep", "  "]), max_size=3)
    lines = [*draw(noise), *draw(st.sampled_from([[], ["author: A"], ["author:", "  name: A"]])), *draw(noise), "publications:"]
    entries = draw(
        st.lists(
            st.lists(
                st.tuples(st.sampled_from(["title", "year", "tags", "note"]), WORDS), min_size=1, max_size=3, unique_by=lambda pair: pair[0]
            ),
            min_size=smallest,
            max_size=3,
        )
    )
    for entry in entries:
        lines += [*draw(noise), *draw(_entry(entry, dash, gap, flow))]
    lines += draw(noise) + draw(st.sampled_from([[], ["software: []"], ["x-a: |", "  b", ""]]))
    smallest_end = (
        1 if lines[-1].endswith(("|", " ")) or "note: |" in " ".join(lines) else 0
    )  # a last block of text gains the newline it lacks
    text = newline.join(lines) + newline * draw(st.integers(smallest_end, 2))
    return Sample(text, draw(st.booleans()))


@st.composite
def _entry(draw: st.DrawFn, fields: list[tuple[str, str]], dash: int, gap: int, flow: bool) -> list[str]:
    start, margin = " " * dash + "-".ljust(gap), " " * (dash + gap)
    if flow:
        return [
            start
            + "{"
            + ", ".join(f"{name}: {value.replace('x:y', 'z')}" for name, value in fields)
            + draw(st.sampled_from(["}", ", }", "} # end"]))
        ]
    lines = []
    for name, value in fields:
        written = {
            "tags": [f"tags:{draw(st.sampled_from(['', ' # tags']))}", f"  - {value}"],
            "note": ["note: |", "  line", "", f"  {value}"],
        }
        lines += written.get(name, [f"{name}: {value}{draw(st.sampled_from(['', '  # why', ' ']))}"])
    return [(start if number == 0 else margin if line else "") + line for number, line in enumerate(lines)]


def _plain(value: object) -> object:
    return {name: _plain(inner) for name, inner in value.items()} if isinstance(value, dict) else value


@given(lists(), st.lists(NEW_FIELDS, min_size=1, max_size=3))
def test_appending_keeps_every_character_and_every_value_of_any_list(sample: Sample, entries: list[Fields]) -> None:
    new = append_entries(sample.document(), entries)
    old = said(sample.text)
    assert isinstance(old, dict)
    assert said(new) == old | {"publications": [*(old["publications"] or []), *map(_plain, entries)]}
    assert is_kept(sample.text, new)
    assert ("\r\n" in sample.text) == ("\r" in new) or "\n" not in sample.text
    assert new.count("\n") - new.count("\r\n") in (0, new.count("\n"))


@given(lists(smallest=1), st.integers(0, 2), NEW_FIELDS)
def test_setting_fields_keeps_every_other_character_and_value_of_any_list(sample: Sample, number: int, fields: Fields) -> None:
    document, old = sample.document(), said(sample.text)
    assert isinstance(old, dict)
    assume(number < len(old["publications"]))
    assume(not {"title", "note"} & fields.keys())
    new = set_fields(document, entry_of(document, number), fields)
    old["publications"][number] |= fields
    assert said(new) == old
    assert is_kept(sample.text, new)


@given(lists(smallest=1), st.text())
def test_replacing_a_value_touches_only_that_value(sample: Sample, title: str) -> None:
    document = sample.document()
    entry = entry_of(document, 0)
    there = {key.value: value for key, value in entry.items}
    assume("title" in there)
    new = set_fields(document, entry, {"title": title})
    value = there["title"]
    assert new.startswith(sample.text[: value.start.index])
    assert new.endswith(sample.text[value.end.index :])


# ---------------------------------------------------------------- a fresh list


def test_a_fresh_list_is_pretty_and_says_what_it_should() -> None:
    text = new_list({"name": "Ann Example"}, [WIDGETS, GADGETS], header_comment="My papers\n\nHow: see README")
    assert text == (
        "# My papers\n#\n# How: see README\n\nauthor:\n  name: Ann Example\n\npublications:\n"
        '  - title: "Widgets: a Study"\n    authors: Ann Example, Bo Example*\n    arxiv: 2404.10000\n    venue: SOSP\'24\n\n'
        "  - title: Gadgets\n"
    )
    assert said(text) == {"author": {"name": "Ann Example"}, "publications": [WIDGETS, GADGETS]}


def test_a_fresh_list_without_papers_can_be_added_to() -> None:
    text = new_list({"name": "Ann Example"}, [])
    assert said(append_entries(read_text(text), [GADGETS])) == {"author": {"name": "Ann Example"}, "publications": [GADGETS]}


@given(st.text(), st.lists(NEW_FIELDS))
def test_a_fresh_list_holds_any_comment_and_any_entries(comment: str, entries: list[Fields]) -> None:
    assert said(new_list({"name": "Ann"}, entries, header_comment=comment)) == {"author": {"name": "Ann"}, "publications": entries}
