"""Reads text that may hold LaTeX, HTML or neither: letters become Unicode, maths stays as typed, groups are told apart. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pubtrack.text.latex_letters import LETTERS, MARKS, MATHS, READ_ONLY, SIGNS

LONGEST_MATHS = 400  # characters between two dollar signs


class Piece(NamedTuple):
    r"""A part of a text. The value of `open` is the command before its brace, "" or "\textit"; opens and closes are balanced."""

    kind: Literal["text", "maths", "logo", "open", "close"]
    value: str


class _Token(NamedTuple):
    """A piece whose fellow may be missing (`tag` and `untag` are HTML's), and where the text goes on."""

    kind: Literal["text", "maths", "logo", "open", "close", "tag", "untag"]
    value: str
    end: int


_FONTS = "emph|textbf|textit|textsc|textsl|texttt|textrm|textsf|textup|textnormal|textsuperscript|textsubscript|mbox|underline"
_OLD_FONTS = {"em": "emph", "it": "textit", "bf": "textbf", "sc": "textsc", "sl": "textsl", "tt": "texttt", "rm": "textrm", "sf": "textsf"}
_TAGS = {
    "i": "textit",
    "italic": "textit",
    "em": "emph",
    "b": "textbf",
    "bold": "textbf",
    "strong": "textbf",
    "sub": "textsubscript",
    "sup": "textsuperscript",
    "sc": "textsc",
    "scp": "textsc",
    "tt": "texttt",
}
_SILENT_TAG = re.compile(
    r"u|p|br|span|div|font|small|a|inf|title|roman|(?:mml|jats|m):[\w.-]+"
    r"|m(?:ath|row|i|n|o|sub|sup|subsup|text|frac|sqrt|over|under|underover|style|space|fenced|table|tr|td|padded)"
)
_LOGOS = frozenset(("TeX", "LaTeX"))
_SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "\\": " ", "-": "", "/": "", "!": "", "@": ""}

_SIGN_OF = {match[1]: sign for sign, latex in SIGNS.items() if (match := re.fullmatch(r"\{?\\([A-Za-z]+)(?:\{\})?\}?", latex))} | dict(
    READ_ONLY
)
_LETTER_OF = {latex[1:]: letter for letter, latex in LETTERS.items() if "{" not in latex}
_ALTERED_OF = {latex[1:]: letter for letter, latex in LETTERS.items() if "{" in latex}
_MATHS_COMMANDS = (frozenset(MATHS.values()) | frozenset(("le", "ge", "to", "star", "ldots", "cdots", "ll", "gg", "mid"))) - {"-"}
_MARK_OF = {command: mark for mark, command in MARKS.items()}
_WORD_MARKS = "|".join(sorted((command for command in _MARK_OF if command.isalpha()), key=len, reverse=True))

_TOKEN = re.compile(r"[\\{}$<]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARK = re.compile(rf"\\(?:([\"'`^~=.])|({_WORD_MARKS})(?![A-Za-z]))\s*")
_ALTERED = re.compile(r"\\((?:crossed|hooked)\{\w\})")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\s*\{\}|[ \t]+(?=[A-Za-z])|)")
_FONT = re.compile(rf"\\({_FONTS})\s*\{{")
_OLD_FONT = re.compile(rf"\{{\s*\\({'|'.join(_OLD_FONTS)})(?![A-Za-z])\s*")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,30})(?:\s[^<>]{0,200})?/?>")


def decode(text: str) -> str:
    """LaTeX as people write it in a .bib file, as plain Unicode; maths stays as typed, braces and fonts go."""
    if re.search(r"[\\{$<&~`]|''|--", text):
        text = "".join(
            piece.value if piece.kind != "text" else typography(piece.value)
            for piece in pieces(text)
            if piece.kind not in ("open", "close")
        )
    return " ".join(unicodedata.normalize("NFC", text).split())


def typography(text: str) -> str:
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return text.replace("~", " ")


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut the text where its kind changes. A brace without its fellow is text; HTML entities and tags are resolved."""
    if "&" in text:
        text = _ENTITY.sub(_unescape, _ENTITY.sub(_unescape, text))
    return tuple(_joined(_without_idle_braces(_balanced(list(_scan(text))))))


def _unescape(match: re.Match[str]) -> str:
    return html.unescape(match[0])


# ---------------------------------------------------------------- tokens


def _scan(text: str) -> Iterator[_Token]:
    at = 0
    while match := _TOKEN.search(text, at):
        start = match.start()
        if start > at:
            yield _Token("text", text[at:start], start)
        token = _token(text, start)
        yield token
        at = token.end
    if at < len(text):
        yield _Token("text", text[at:], len(text))


def _token(text: str, start: int) -> _Token:
    sign = text[start]
    if sign == "\\":
        return _after_backslash(text, start)
    if sign == "$":
        return _after_dollar(text, start)
    if sign == "<":
        return _after_angle(text, start)
    if sign == "{" and (match := _OLD_FONT.match(text, start)):
        return _Token("open", "\\" + _OLD_FONTS[match[1]], match.end())
    return _Token("open" if sign == "{" else "close", "", start + 1)


def _after_backslash(text: str, start: int) -> _Token:
    if accented := _accented(text, start):
        return _Token("text", *accented)
    if (match := _ALTERED.match(text, start)) and match[1] in _ALTERED_OF:
        return _Token("text", _ALTERED_OF[match[1]], match.end())
    if match := _FONT.match(text, start):
        return _Token("open", f"\\{match[1]}", match.end())
    if match := _COMMAND.match(text, start):
        return _command(match[1], start, match.end())
    following = text[start + 1 : start + 2]
    if following == "(" and (end := text.find(r"\)", start)) > 0:
        return _Token("maths", f"${text[start + 2 : end].strip()}$", end + 2)
    if following in _SPACES:
        return _Token("text", _SPACES[following], start + 2)
    if following and following in "&%#_$~^{}":
        return _Token("text", following, start + 2)
    return _Token("text", "\\", start + 1)


def _command(name: str, start: int, end: int) -> _Token:
    if name in _LETTER_OF:
        return _Token("text", _LETTER_OF[name], end)
    if name in _SIGN_OF:
        return _Token("text", _SIGN_OF[name], end)
    if name in _LOGOS:
        return _Token("logo", name, end)
    if name in _MATHS_COMMANDS:
        return _Token("maths", f"$\\{name}$", end)
    return _Token("text", "\\", start + 1)


def _accented(text: str, start: int, depth: int = 0) -> tuple[str, int] | None:
    r"""The letter that an accent command and its argument make, and where the text goes on: `\'e`, `\v{s}`, `\d{\^{e}}`, `\'{\i}`."""
    mark = _MARK.match(text, start)
    if mark is None or depth > 4:
        return None
    at, braces = mark.end(), 0
    while text[at : at + 1] == "{" and braces < 3:
        at, braces = at + 1, braces + 1
    letter, at = _accents_letter(text, at, depth)
    for _ in range(braces):
        at += text[at : at + 1] == " "
        if text[at : at + 1] != "}":
            return None
        at += 1
    if not letter:
        return None
    return unicodedata.normalize("NFC", letter + _MARK_OF[mark[1] or mark[2]]), at


def _accents_letter(text: str, at: int, depth: int) -> tuple[str, int]:
    sign = text[at : at + 1]
    if sign.isalpha():
        return sign, at + 1
    if nested := _accented(text, at, depth + 1):
        return nested
    if (altered := _ALTERED.match(text, at)) and altered[1] in _ALTERED_OF:
        return _ALTERED_OF[altered[1]], altered.end()
    if (command := _COMMAND.match(text, at)) and command[1] in _LETTER_OF:
        return {"ı": "i", "ȷ": "j"}.get(_LETTER_OF[command[1]], _LETTER_OF[command[1]]), command.end()
    return "", at


def _after_dollar(text: str, start: int) -> _Token:
    """Maths as pandoc tells it from money: no blank inside the dollar signs, no digit after them."""
    opening = "$$" if text.startswith("$$", start) else "$"
    inside = start + len(opening)
    end = text.find(opening, inside)
    while end > 0 and text[end - 1] == "\\":
        end = text.find(opening, end + 1)
    after = end + len(opening)
    if not inside < end <= inside + LONGEST_MATHS or text[inside].isspace() or text[end - 1].isspace():
        return _Token("text", "$", start + 1)
    is_script = text[inside] in "_^{"  # H$_2$O; no sum of money begins so
    if not is_script and text[after : after + 1].isdigit():
        return _Token("text", "$", start + 1)
    if not is_script and text[start - 1 : start].isalpha() and text[after : after + 1].isalpha():
        return _Token("text", "$", start + 1)
    return _Token("maths", f"${text[inside:end]}$", after)


def _after_angle(text: str, start: int) -> _Token:
    match = _TAG.match(text, start)
    name = match[2].lower() if match else ""
    if match and name in _TAGS:
        return _Token("untag" if match[1] else "tag", name, match.end())
    if match and _SILENT_TAG.fullmatch(name):
        return _Token("text", " " if name in ("br", "p") else "", match.end())
    return _Token("text", "<", start + 1)


# ---------------------------------------------------------------- groups


def _balanced(tokens: Sequence[_Token]) -> list[Piece]:
    found: list[Piece] = []
    opened: list[tuple[int, str]] = []  # where it stands in `found`, and the tag's name or "{"
    for kind, value, _end in tokens:
        if kind in ("open", "tag"):
            opened.append((len(found), value if kind == "tag" else "{"))
            found.append(Piece("open", "\\" + _TAGS[value] if kind == "tag" else value))
        elif kind in ("close", "untag"):
            _close(found, opened, value if kind == "untag" else "{")
        else:
            found.append(Piece(kind, value))  # type: ignore[arg-type]  # the four other kinds have gone above
    for place, name in opened:
        found[place] = _left_open(found[place], name)
    return found


def _close(found: list[Piece], opened: list[tuple[int, str]], name: str) -> None:
    """Close the innermost of that name, unless a brace stands between; tags left open inside it are dropped."""
    names = [one for _, one in opened]
    if name not in names or (name != "{" and "{" in names[len(names) - names[::-1].index(name) :]):
        if name == "{":
            found.append(Piece("text", "}"))
        return
    while opened:
        place, innermost = opened.pop()
        if innermost == name:
            break
        found[place] = Piece("text", "")
    found.append(Piece("close", ""))


def _left_open(piece: Piece, name: str) -> Piece:
    return Piece("text", (piece.value + "{") if name == "{" else "")


def _without_idle_braces(found: Sequence[Piece]) -> Iterator[Piece]:
    r"""Without `{}` and without the braces of an accent, `{\"o}`, which tell nothing once it is a letter."""
    at = 0
    while at < len(found):
        bare_open = found[at] == ("open", "")
        if bare_open and found[at + 1].kind == "close":
            at += 2
        elif bare_open and found[at + 2 : at + 3] == [("close", "")] and _is_one_accent(found[at + 1]):
            yield found[at + 1]
            at += 3
        else:
            yield found[at]
            at += 1


def _is_one_accent(piece: Piece) -> bool:
    value = piece.value
    return piece.kind == "text" and not value.isascii() and all(unicodedata.combining(char) for char in value[1:])


def _joined(found: Iterator[Piece]) -> Iterator[Piece]:
    text: list[str] = []
    for piece in found:
        if piece.kind == "text":
            text.append(piece.value)
            continue
        if joined := "".join(text):
            yield Piece("text", joined)
        text = []
        yield piece
    if joined := "".join(text):
        yield Piece("text", joined)
