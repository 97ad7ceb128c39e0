"""Reading the bytes of a list: what is read, where it stands, and what is said of what cannot be read."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import ListUnusable
from pubtrack.library.yaml_nodes import MAX_BYTES, MAX_DEPTH, MAX_VALUES, PARSER, Document, MappingNode, Node, Scalar, SequenceNode, read

PARSERS = [pytest.param(PARSER, id="libyaml"), pytest.param(yaml.SafeLoader, id="python")]


def scalars(node: Node | None) -> list[Scalar]:
    if node is None:
        return []
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, SequenceNode):
        return [found for item in node.items for found in scalars(item)]
    return [found for key, value in node.items for found in (key, *scalars(value))]


def complaint_if_any(text: str | bytes, parser: type = PARSER) -> str | None:
    try:
        read(text.encode() if isinstance(text, str) else text, "p.yaml", parser=parser)
    except ListUnusable as error:
        return str(error)
    return None


def complaint(text: str | bytes, parser: type = PARSER) -> str:
    said = complaint_if_any(text, parser)
    assert said is not None
    return said


def written(document: Document, node: Node) -> str:
    return document.text[node.start.index : node.end.index]


# ---------------------------------------------------------------- what is read


@pytest.mark.parametrize(
    "typed", ["2305.05920", "2404.10000", "NO", "null", "~", "0123", "1_000", "2024-04", "1:30", ".inf", "0x1F", "=", "Apr 2024"]
)
def test_values_are_read_as_typed(typed: str) -> None:
    document = read(f"arxiv: {typed}\n".encode(), "p.yaml")
    assert [(scalar.value, scalar.plain) for scalar in scalars(document.root)] == [("arxiv", True), (typed, True)]


def test_quoted_and_block_values_are_not_plain() -> None:
    document = read(b"a: 'x'\nb: \"y\"\nc: |\n  z\nd: >\n  z\ne: x\nf:\n", "p.yaml")
    values = [value for _, value in document.root.items] if isinstance(document.root, MappingNode) else []
    assert [value.plain for value in values if isinstance(value, Scalar)] == [False, False, False, False, True, True]


def test_double_keys_are_kept_in_order() -> None:
    document = read(b"title: a\ntitle: b\n", "p.yaml")
    assert [scalar.value for scalar in scalars(document.root)] == ["title", "a", "title", "b"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# nothing yet\n", b"---\n", b"---\n...\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf# x\n"])
def test_a_file_without_values_is_an_empty_document(data: bytes) -> None:
    assert read(data, "p.yaml").root is None


def test_the_byte_order_mark_is_remembered_and_not_in_the_text() -> None:
    document = read(b"\xef\xbb\xbftitle: x\n", "p.yaml")
    assert (document.has_bom, document.text) == (True, "title: x\n")


def test_an_aliased_value_is_read_where_it_is_used() -> None:
    document = read(b"x-a: &v SOSP'24\nvenue: *v\n", "p.yaml")
    used = scalars(document.root)[-1]
    assert (used.value, written(document, used), used.start.line) == ("SOSP'24", "*v", 1)


def test_flow_and_block_style_are_told_apart() -> None:
    root = read(b"a: [x]\nb:\n- x\nc: {x: y}\nd:\n  x: y\n", "p.yaml").root
    assert isinstance(root, MappingNode)
    assert [value.flow for _, value in root.items if not isinstance(value, Scalar)] == [True, False, True, False]


@pytest.mark.parametrize("tagged", ["!!str 2024", "!!seq [a]", "!!map {a: b}", "! 2024"])
def test_tags_that_say_what_is_there_are_accepted(tagged: str) -> None:
    assert read(f"a: {tagged}\n".encode(), "p.yaml").root is not None


# ---------------------------------------------------------------- where it stands

TEXTS_IN_MANY_SCRIPTS = "a: 漢字 x\nb: 😀😀 y\nc:\n  - é\n  - 'p q'\nd: {e: Übung, f: [👩‍🔬, ж]}\n"


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_marks_count_characters_in_every_script_and_with_every_newline(newline: str, bom: str, parser: type) -> None:
    document = read((bom + TEXTS_IN_MANY_SCRIPTS.replace("\n", newline)).encode(), "p.yaml", parser=parser)
    found = scalars(document.root)
    assert [written(document, scalar).strip("'") for scalar in found] == [scalar.value for scalar in found]
    lines = document.text.split(newline)
    assert all(lines[scalar.start.line][scalar.start.column :].strip("'").startswith(scalar.value) for scalar in found)


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u202e"])
def test_odd_characters_inside_a_text_move_no_mark(odd: str, parser: type) -> None:
    document = read(f"a: x{odd}y\nb: 'x{odd}y' # x{odd}y\nc: z\n".encode(), "p.yaml", parser=parser)
    last = scalars(document.root)[-1]
    assert (last.value, written(document, last), last.start.line) == ("z", "z", 2)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1), min_size=1), st.booleans())
def test_marks_hold_for_any_text_in_quotes(values: list[str], bom: bool) -> None:
    quoted = ["'" + value.replace("'", "''") + "'" for value in values]
    document = read((("\ufeff" * bom) + "".join(f"- {text}\n" for text in quoted)).encode(), "p.yaml")
    assert [written(document, scalar) for scalar in scalars(document.root)] == quoted


HOSTILE_TEXT = st.text(alphabet=st.sampled_from("ab \n\t\r-:?[]{},#&*!|>'\"%@`\\u0é漢\u2028\ufeff\x00"), max_size=40)


@given(HOSTILE_TEXT, st.sampled_from([PARSER, yaml.SafeLoader]))
def test_any_text_is_read_or_refused_in_ready_made_lines(text: str, parser: type) -> None:
    lines = (complaint_if_any(text, parser) or "p.yaml:1:1: None.").split("\n")
    assert all(re.match(r"p\.yaml:\d+:\d+: .*\S$", line) for line in lines)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert (complaint_if_any(data) or "p.yaml:").startswith("p.yaml:")


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize("parser", PARSERS)
def test_an_unquoted_colon_is_answered_with_the_line_in_quotes(parser: type) -> None:
    said = complaint("publications:\n  - title: LoongServe: Efficiently Serving\n", parser)
    assert said == 'p.yaml:2:22: There is a second colon. Put the title in quotes: - title: "LoongServe: Efficiently Serving"'


@pytest.mark.parametrize("parser", PARSERS)
def test_several_mistakes_are_told_together(parser: type) -> None:
    said = complaint("publications:\n  - title: A: b\n  - title: C: d\n\t  year: 2024\n  - title: '`x\n  - title: @y\n", parser)
    assert [line.split(": ")[0] for line in said.split("\n")][:3] == ["p.yaml:2:13", "p.yaml:3:13", "p.yaml:4:1"]


QUOTED = [
    ("title: A: b", 'title: "A: b"'),
    ('title: A: "b"', "title: 'A: \"b\"'"),
    ('title: It\'s: "b"', "title: 'It''s: \"b\"'"),
    ("title: @b", 'title: "@b"'),
    ("title: `b`", 'title: "`b`"'),
    ("title: %b", 'title: "%b"'),
    ("title: [Re] b", 'title: "[Re] b"'),
    ('title: "A" b', "title: '\"A\" b'"),
    ("- - @b", '- - "@b"'),
]


@pytest.mark.parametrize(("typed", "advised"), QUOTED)
def test_text_that_needs_quotes_is_shown_in_quotes_that_can_be_read(typed: str, advised: str) -> None:
    assert complaint(typed + "\n").endswith(f"in quotes: {advised}")
    read(advised.encode(), "p.yaml")


REFUSED = [
    ("a:\n\tb: c\n", "2:1", "indented with a tab"),
    ("a:\n  \tb: c\n", "2:3", "indented with a tab"),
    ("a: 'b\nc: d\n", "1:4", "never closed"),
    ("a: [b\nc: d\n", "1:4", "bracket [ opened here"),
    ("a: {b: c\nd: e\n", "1:4", "brace { opened here"),
    ("a: b\nfoo\nc: d\n", "2:1", "a colon and a blank are missing"),
    ("a: b\nc:d\ne: f\n", "2:1", "Type: c: d"),
    ("a: *b\n", "1:4", "in quotes"),
    ("a: &b [*b]\n", "1:8", "in quotes"),
    ("a: !x b\n", "1:4", "YAML tag"),
    ("a: !!python/object:os.system b\n", "1:4", "YAML tag"),
    ("a: !!int 3\n", "1:4", "YAML tag"),
    ("a: b\n---\nc: d\n", "2:1", "one list in a file"),
    ("? [a]\n: b\n", "1:3", "name of a field"),
    ("x: &b {a: c}\nd:\n  <<: *b\n", "3:3", "`<<`"),
    ("x:\n  - a: b\n   c: d\n", "3:4", "line up"),
    ("a: b\n- c\n", "2:1", "line up"),
    ("a: |x\n", "1:5", "next line"),
    ('a: "\\q"\n', "1:5", "single quotes"),
    ('a: "\\uD800"\n', "1:", "\\"),
    ("a: b\x00c\n", "1:5", "U+0000"),
    ("a: b\nc: \x1b[31m\n", "2:4", "U+001B"),
    ("%foo\na: b\n", "1:", "%"),
]


@pytest.mark.parametrize(("text", "place", "words"), REFUSED)
def test_what_cannot_be_read_is_explained_where_it_stands(text: str, place: str, words: str) -> None:
    said = complaint(text).split("\n")[0]
    assert said.startswith(f"p.yaml:{place}")
    assert words in said


def test_control_characters_are_told_line_by_line() -> None:
    assert [line.split(": ")[0] for line in complaint("a: \x00\x01\nb: c\nd: \x7f").split("\n")] == ["p.yaml:1:4", "p.yaml:3:4"]


@pytest.mark.parametrize(
    ("data", "start"),
    [
        ("a: b\nc: é".encode("latin-1"), "p.yaml:2:4: The file is not UTF-8: byte 0xE9"),
        ("a: 漢é".encode()[:-1], "p.yaml:1:5: The file is not UTF-8"),
        ("a: b".encode("utf-16"), "p.yaml:1:1: The file is in UTF-16"),
        ("a: b".encode("utf-16-le"), "p.yaml:1:1: The file is in UTF-16"),
        ("a: b".encode("utf-16-be"), "p.yaml:1:1: The file is in UTF-16"),
    ],
)
def test_other_encodings_are_named(data: bytes, start: str) -> None:
    assert complaint(data).startswith(start)


# ---------------------------------------------------------------- bounds


def test_a_file_of_50_megabytes_is_refused_by_its_size() -> None:
    assert "50 MB" in complaint(b"x" * 50_000_000)
    assert MAX_BYTES < 50_000_000


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{", "{a: [", "a: [", "- - ? ", "[? "])
def test_100000_brackets_are_refused(opening: str, parser: type) -> None:
    assert "too deeply" in complaint(opening * 100_000, parser)


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "hostile", ["&a ", "!x ", "*a ", "]", "%", "'", '"', "|\n", "a: a: ", ": ", "? a\n", "\t", "\n", " ", "- a: ", "&a\n", "#"]
)
def test_100000_of_anything_end_soon(hostile: str, parser: type) -> None:
    assert len(complaint_if_any(hostile * 20_000, parser) or "") < 5_000


def test_depth_up_to_the_bound_is_read() -> None:
    assert read(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "p.yaml").root is not None


def test_an_alias_bomb_is_refused() -> None:
    levels = "".join(f"{chr(98 + level)}: &{chr(98 + level)} [{', '.join(['*' + chr(97 + level)] * 10)}]\n" for level in range(12))
    assert f"{MAX_VALUES:,} values" in complaint("a: &a [x, x, x, x, x, x, x, x, x, x]\n" + levels)


def test_aliases_of_a_usual_size_are_read() -> None:
    assert len(scalars(read(b"a: &a [x, y]\nb: [*a, *a]\n", "p.yaml").root)) == 8
