"""Text of any kind → LaTeX for a BibTeX value: escaped once, accents as commands, capitals protected. Pure.

What LaTeX does not set without further packages (Cyrillic, Chinese, Japanese, Korean, emoji, ...) stays as UTF-8: it needs an
engine or a package that knows the script. Greek letters are set as maths.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pubtrack.bibtex import capitals
from pubtrack.bibtex.maths import is_sound
from pubtrack.text.latex import Piece, pieces
from pubtrack.text.latex_letters import FALLBACKS, LETTERS, MARKS, MARKS_BELOW, SIGNS

MOST_ACCENTS = 4  # on one letter; no alphabet has more, and each is a brace deeper

# What combines with the character before it. The blocks of a single script (Hebrew points, Indic vowels, ...) stay with their letters.
_COMBINING = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
_MARKS = re.compile(rf"[{_COMBINING}]+")
_NOTABLE = re.compile(r"[^ !'-;=?-\[\]`-z]")  # whatever is no sign of ASCII that stands for itself
_ENCODED = re.compile(rf"[&%#_$~^\\{{}}<>|\"]|[^\x00-\x7f][{_COMBINING}]*|[A-Za-z][{_COMBINING}]+")
_ESCAPED_ONLY = re.compile(r"[&%#_$~^\\{}<>|\"]")
_UNPRINTABLE = frozenset(("Cc", "Cf", "Cs"))
_COMMAND = re.compile(r"\\([A-Za-z]{4,})")


def text(value: str, *, unicode: bool = False) -> str:
    """Escaped; braces, fonts and maths that are in it already stay. `unicode`: accents and signs stay as UTF-8."""
    squashed = _squash(value)
    if not _NOTABLE.search(squashed):
        return squashed
    # Where nothing but markup is left of it, it was none.
    return _tidy("".join(_piece(piece, unicode) for piece in pieces(squashed))) or _encode(squashed, unicode)


def title(value: str, *, unicode: bool = False) -> str:
    """Like `text`, with braces around the words whose capitals a style must not lower."""
    squashed = _squash(value)
    if capitals.is_shouted(squashed):
        return text(squashed, unicode=unicode)
    meant = capitals.is_sentence_case(squashed)
    if not _NOTABLE.search(squashed):
        return _protected(squashed, meant, True, unicode)
    parts, depth = [], 0
    for place, piece in enumerate(pieces(squashed)):
        depth += {"open": 1, "close": -1}.get(piece.kind, 0)
        if depth == 0 and piece.kind == "text":
            parts.append(_protected(piece.value, meant, place == 0, unicode))
        else:
            latex = _piece(piece, unicode)
            parts.append(f"{{{latex}}}" if depth == 0 and _has_capitals(piece) and latex[0] == "$" else latex)
    return _tidy("".join(parts)) or _encode(squashed, unicode)


def fallbacks(latex: str) -> tuple[str, ...]:
    """Definitions for the commands in it that LaTeX may lack, each harmless where a package has defined it."""
    names = sorted(set(_COMMAND.findall(latex)) & FALLBACKS.keys())
    arguments = {name: f"[{FALLBACKS[name][0]}]" if FALLBACKS[name][0] else "" for name in names}
    return tuple(f"\\providecommand{{\\{name}}}{arguments[name]}{{{FALLBACKS[name][1]}}}" for name in names)


def _squash(value: str) -> str:
    joined = " ".join(value.split())
    if joined.isascii() and joined.isprintable():
        return joined
    joined = unicodedata.normalize("NFC", joined)
    if joined.isprintable():
        return joined
    printable = "".join(char for char in joined if unicodedata.category(char) not in _UNPRINTABLE)
    return " ".join(printable.split())


def _has_capitals(piece: Piece) -> bool:
    return piece.kind == "maths" and not piece.value.islower() and re.search(r"[A-Z]", piece.value) is not None


def _protected(value: str, meant: bool, at_start: bool, unicode: bool) -> str:
    parts = capitals.split(value, meant=meant, at_start=at_start)
    return "".join(f"{{{_encode(part, unicode)}}}" if keeps else _encode(part, unicode) for part, keeps in parts)


def _piece(piece: Piece, unicode: bool) -> str:
    if piece.kind == "text":
        return _encode(piece.value, unicode)
    if piece.kind == "maths":
        return piece.value if is_sound(piece.value[1:-1]) else _encode(piece.value, unicode)
    if piece.kind == "logo":
        return f"{{\\{piece.value}}}"
    return f"{piece.value}{{" if piece.kind == "open" else "}"


def _encode(value: str, unicode: bool) -> str:
    if not _NOTABLE.search(value):
        return value
    value = _with_paired_quotes(value) if '"' in value else value
    if unicode:
        return _ESCAPED_ONLY.sub(lambda match: SIGNS[match[0]], value)
    return _ENCODED.sub(lambda match: _sign(match[0]), value)


def _with_paired_quotes(value: str) -> str:
    return re.sub(r'(?:(?<=[\s(\[{/-])|^)"(?=\S)', "“", value).replace('"', "”")


def _tidy(latex: str) -> str:
    r"""Maths beside maths becomes one, a quotation mark after ? or ! no ¿ or ¡, and no blanks are left over."""
    latex = " ".join(latex.split())
    if "$$" in latex:
        latex = re.sub(r"(?<![\\])\$\$", " ", latex)
    return re.sub(r"([?!])`", r"\1{}`", latex) if "`" in latex else latex


# ---------------------------------------------------------------- one letter or sign


@lru_cache(maxsize=8192)
def _sign(cluster: str) -> str:
    """LaTeX for one character with the marks that combine with it; what has none stays as it is.

    A mark that LaTeX cannot set where it stands (over a sign, over nothing, or without a command) is left out.
    """
    composed = unicodedata.normalize("NFC", cluster)
    if composed in SIGNS:
        return SIGNS[composed]
    if (letter := _letter(composed)) is not None:
        return f"{{{letter}}}"
    if (bare := _MARKS.sub("", composed)) != composed and (not bare or bare in SIGNS or _is_latin(bare)):
        return _sign(bare) if bare else ""
    compatible = unicodedata.normalize("NFKC", composed)
    if compatible == composed or not unicodedata.name(composed[0], "").startswith(_ALPHABETIC_FORMS):
        return composed
    if (script := _script(composed[0])) is not None:
        return script
    return _ENCODED.sub(lambda match: _sign(match[0]), compatible)


_ALPHABETIC_FORMS = (
    "LATIN",
    "FULLWIDTH",
    "SUPERSCRIPT",
    "SUBSCRIPT",
    "MODIFIER",
    "VULGAR FRACTION",
    "MATHEMATICAL",
    "DOUBLE-STRUCK",
    "SCRIPT",
    "BLACK-LETTER",
    "ROMAN",
)


def _script(char: str) -> str | None:
    decomposition = unicodedata.decomposition(char).split()
    if not decomposition or decomposition[0] not in ("<super>", "<sub>"):
        return None
    command = "textsuperscript" if decomposition[0] == "<super>" else "textsubscript"
    return f"\\{command}{{{text(unicodedata.normalize('NFKC', char))}}}"


def _letter(composed: str) -> str | None:
    r"""`\'e`, `\v{s}`, `\d{\^e}`, `\'{\i}`, `\o`: without the braces around; None if LaTeX has no commands for it."""
    if composed in LETTERS:
        return LETTERS[composed]
    decomposed = unicodedata.normalize("NFD", composed)
    base, marks = decomposed[0], [mark for mark in decomposed[1:] if mark in MARKS][:MOST_ACCENTS]
    if not _is_latin(base) or not (marks or base in LETTERS):
        return None
    latex = LETTERS.get(base, base)
    above = [mark for mark in marks if mark not in MARKS_BELOW]
    if above and base in ("i", "j"):
        latex = "\\" + base
    for mark in (*above, *(mark for mark in marks if mark in MARKS_BELOW)):
        command = MARKS[mark]
        latex = f"\\{command}{latex}" if not command.isalpha() and len(latex) == 1 else f"\\{command}{{{latex}}}"
    return latex


def _is_latin(base: str) -> bool:
    return base in LETTERS or (base.isascii() and base.isalpha())
