"""What is wrong with a list that cannot be read, and what to type instead. Pure.

A `Mistake` counts line and column from 0. `mended` is the whole line as it should be, where that is obvious.
"""

from __future__ import annotations

import re

import yaml

from pubtrack.model.value import Value

MAX_SHOWN = 300  # characters of a line

TOO_DEEP = "Lists are nested too deeply here. A list of publications needs three levels; is a bracket or brace too many?"
KEY_NOT_TEXT = (
    "A list or mapping stands where the name of a field belongs. Type `field: value`, or put text that starts with [, { or ? in quotes."
)
MERGE_KEY = "pubtrack does not read `<<`. Type the fields out in each entry."
BAD_ESCAPE = "After \\u or \\U in double quotes a number stands that means no character. Type the character itself."
SEVERAL_DOCUMENTS = "A second document starts here. Keep one list in a file: delete the line `---`."

_SURROGATE = re.compile("[\ud800-\udfff]")
_ODD_NEWLINES = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
_UNPRINTABLE = re.compile(r"^\ufeff|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_FIELD = re.compile(r"(?P<before>[ ]*(?:- +)*)(?P<name>[\w.-]+)(?P<colon>:[ \t]+)(?P<value>\S.*?)(?P<after>\s*)$")
_ITEM = re.compile(r"(?P<before>[ ]*(?:- +)+)(?P<value>[^\s-].*?)(?P<after>\s*)$")


class Mistake(Value, frozen=True):
    """Something that keeps the list from being read."""

    line: int
    column: int
    message: str
    mended: str | None = None


# ---------------------------------------------------------------- before parsing


def too_large(size: int, limit: int) -> Mistake:
    message = (
        f"The file has {size / 1e6:,.0f} MB; a list has some kB, and more than {limit / 1e6:,.0f} MB are not read. Is this the right file?"
    )
    return Mistake(0, 0, message)


def decode(data: bytes) -> tuple[str, Mistake | None]:
    """The text of the bytes, its byte order mark included, or what keeps it from being text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2].count(0) == 1:
        return "", Mistake(0, 0, "The file is in UTF-16. Save it as UTF-8 in your editor.")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = _position(before, len(before))
        byte = data[error.start]
        return "", Mistake(line, column, f"The file is not UTF-8: byte 0x{byte:02X} stands here. Save it as UTF-8 in your editor.")


def find_unprintable(text: str) -> list[Mistake]:
    """Every line with characters that YAML does not allow, at the first of them."""
    if text.replace("\n", " ").isprintable():
        return []
    found: dict[int, Mistake] = {}
    for match in _UNPRINTABLE.finditer(text):
        line, column = _position(text, match.start())
        message = f"An invisible control character (U+{ord(match[0]):04X}) stands here. Delete it, or type the character that was meant."
        found.setdefault(line, Mistake(line, column, message))
        if len(found) > 10:
            break
    return list(found.values())


def without_odd_newlines(text: str) -> str:
    """The same text, of the same length, where what only YAML 1.1 takes for a newline (U+0085, U+2028, U+2029) is a blank."""
    if text.isascii() or not any(odd in text for odd in "\x85\u2028\u2029"):
        return text
    return text.translate(_ODD_NEWLINES)


def has_lone_surrogates(text: str) -> bool:
    return _SURROGATE.search(text) is not None


def split_lines(text: str) -> list[str]:
    return _NEWLINE.split(without_odd_newlines(text))


def _position(text: str, index: int) -> tuple[int, int]:
    start = line = 0
    for match in _NEWLINE.finditer(text, 0, index):
        line, start = line + 1, match.end()
    return line, index - start


# ---------------------------------------------------------------- refused by pubtrack


def unknown_alias(name: str) -> str:
    return f'`*{name}` reads as a reference to something named `&{name}`, which is not above. Put the text in quotes: "*{name} ...".'


def too_many_values(limit: int) -> str:
    return f"With its references written out, the list has more than {limit:,} values; more are not read. Is this the right file?"


def unknown_tag(tag: str) -> str:
    name = tag.replace("tag:yaml.org,2002:", "!!")
    return f"`{name}` reads as a YAML tag, which pubtrack does not know. Delete it, or put the text in quotes."


# ---------------------------------------------------------------- refused by the parser


def explain(lines: list[str], error: yaml.YAMLError) -> Mistake:
    """The parser's complaint in plain words, as near as possible to where the person has to type."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Mistake(0, 0, _in_plain_words(str(error).splitlines()[0], ""))
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    problem, context = error.problem or "", error.context or ""
    typed = lines[line] if line < len(lines) else ""
    return (
        _tab(line, typed)
        or _unquoted(line, column, typed, problem)
        or _unclosed(error, problem, context)
        or _no_colon(error, lines, problem)
        or Mistake(line, column, _in_plain_words(problem, context))
    )


def _tab(line: int, typed: str) -> Mistake | None:
    indentation = typed[: len(typed) - len(typed.lstrip())]
    if "\t" not in indentation:
        return None
    mended = indentation.replace("\t", "  ") + typed.lstrip()
    return Mistake(line, indentation.index("\t"), "The line is indented with a tab. Indent with blanks.", mended)


def _unquoted(line: int, column: int, typed: str, problem: str) -> Mistake | None:
    """A value that needs quotes: it holds a colon, or starts with a character that means something to YAML."""
    match = _FIELD.match(typed) or _ITEM.match(typed)
    if match is None or match.end("value") < column:
        return None
    value = match["value"]
    if "mapping values are not allowed" in problem and column > match.start("value"):
        reason = "There is a second colon"
    elif "cannot start any token" in problem and column == match.start("value"):
        reason = f"No value starts with {value[0]}"
    elif problem.startswith(("did not find expected key", "expected <block end>")) and value[0] in "[\"'" and column > match.start("value"):
        reason = f"Text follows after the closing {']' if value[0] == '[' else value[0]}"
    else:
        return None
    name = match.groupdict().get("name") or "text"
    mended = f"{typed[: match.start('value')]}{_quoted(value)}"
    shown = mended.strip() if len(mended) <= MAX_SHOWN else mended.strip()[:MAX_SHOWN] + " ..."
    return Mistake(line, column, f"{reason}. Put the {name} in quotes: {shown}", mended)


def _quoted(value: str) -> str:
    if value[0] == value[-1] == '"' and len(value) > 1 and '"' not in value[1:-1]:
        return value
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _unclosed(error: yaml.MarkedYAMLError, problem: str, context: str) -> Mistake | None:
    """A quotation mark or bracket that is opened and never closed: said where it opens."""
    opened = error.context_mark
    if opened is None:
        return None
    if "quoted scalar" in context and ("end of stream" in problem or "document indicator" in problem):
        return Mistake(opened.line, opened.column, "The quotation mark opened here is never closed. Close it at the end of the text.")
    if "flow sequence" in context:
        return Mistake(
            opened.line,
            opened.column,
            "The bracket [ opened here is not closed properly. Close it with ], part its items with commas, or put the text in quotes.",
        )
    if "flow mapping" in context:
        return Mistake(
            opened.line,
            opened.column,
            "The brace { opened here is not closed properly. Close it with }, part its fields with commas, or put the text in quotes.",
        )
    return None


def _no_colon(error: yaml.MarkedYAMLError, lines: list[str], problem: str) -> Mistake | None:
    if "could not find expected ':'" not in problem or error.context_mark is None:
        return None
    mark = error.context_mark
    typed = lines[mark.line] if mark.line < len(lines) else ""
    example = re.sub(r"^([\w-]+):(?=\S)", r"\1: ", typed.strip())
    advice = (
        f"Type: {example[:MAX_SHOWN]}" if example != typed.strip() else "Type `field: value`, or indent it if it belongs to the line above."
    )
    return Mistake(mark.line, mark.column, f"This line has no field: a colon and a blank are missing. {advice}")


_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "A colon stands where none is expected. Put the text in quotes, or line this up with the fields above.",
    ),
    (
        "did not find expected '-' indicator",
        "This line does not line up with the entries above. Give it the same indentation as the line it belongs to.",
    ),
    (
        "did not find expected key",
        "This line does not line up with the fields above. Give it the same indentation, or put the text in quotes.",
    ),
    ("expected <block end>", "This line does not line up with the lines above. Give it the same indentation, or put the text in quotes."),
    ("sequence entries are not allowed", "A dash stands where none is expected. Begin a new line for it, or put the text in quotes."),
    ("cannot start any token", "This character cannot start a value. Put the text in quotes."),
    ("violates indentation", "A tab stands in the indentation. Indent with blanks."),
    (
        "unknown escape character",
        "After \\ in double quotes a letter stands that means nothing. Type the text in single quotes, or \\\\ for \\.",
    ),
    ("character escape code", BAD_ESCAPE),
    ("hexdecimal number", BAD_ESCAPE),
    ("hexadecimal number", BAD_ESCAPE),
    ("comment or line break", "Text after | or > has to begin on the next line. Put it there, or put it in quotes."),
    ("chomping or indentation indicators", "Text after | or > has to begin on the next line. Put it there, or put it in quotes."),
    ("directive", "A line that begins with % is an instruction to YAML. Indent it or put it in quotes."),
    ("document start", "The list starts anew here. Delete the line before that has `---`, `...` or %."),
    ("while scanning an anchor", "After & a name is expected. Put the text in quotes."),
    ("while scanning an alias", "After * a name is expected. Put the text in quotes."),
    ("nesting depth", TOO_DEEP),  # libyaml's own limit, from PyYAML 6.0.4 on
    ("tag", "Text that begins with ! reads as a YAML tag. Put it in quotes."),
)


def _in_plain_words(problem: str, context: str) -> str:
    complaint = f"{context}: {problem}"
    for words, plain in _PLAIN_WORDS:
        if words in complaint:
            return plain
    return f"This is not YAML ({problem or 'it cannot be parsed'}). Put the text in quotes, or line it up with the lines above."
