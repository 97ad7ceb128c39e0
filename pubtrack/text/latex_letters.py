"""Letters and signs with the LaTeX commands that mean them, for reading and for writing. Pure data.

The letters whose commands exist only in the T1 encoding: ogonek (ą ę), þ ð đ ŋ and the quotation marks „ ‚ « » ‹ ›.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

# Combining mark → command. The ones below the letter are written outermost, so that TeX sets both well.
MARKS_ABOVE: Mapping[str, str] = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u0309": "hookabove",
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u030f": "textdoublegrave",
    "\u0311": "textroundcap",
}
MARKS_BELOW: Mapping[str, str] = {
    "\u031b": "horn",
    "\u0323": "d",
    "\u0324": "textsubumlaut",
    "\u0325": "textsubring",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u032d": "textsubcircum",
    "\u032e": "textsubbreve",
    "\u0330": "textsubtilde",
    "\u0331": "b",
}
MARKS: Mapping[str, str] = {**MARKS_ABOVE, **MARKS_BELOW}

_ALTERED = re.compile(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z]) WITH (HOOK|STROKE|BAR)")


def _altered(blocks: Iterable[range]) -> Iterator[tuple[str, str]]:
    """The letters of these blocks that Unicode names as another one with a hook or a stroke: ɓ, ƙ, ɨ, ƶ, ..."""
    for letter in (chr(code) for block in blocks for code in block):
        if match := _ALTERED.fullmatch(unicodedata.name(letter, "")):
            bare = match[2] if match[1] == "CAPITAL" else match[2].lower()
            yield letter, f"\\{'hooked' if match[3] == 'HOOK' else 'crossed'}{{{bare}}}"


# Letter → what stands for it inside braces.
LETTERS: Mapping[str, str] = {
    "ß": r"\ss",
    "ẞ": r"\SS",
    "æ": r"\ae",
    "Æ": r"\AE",
    "œ": r"\oe",
    "Œ": r"\OE",
    "å": r"\aa",
    "Å": r"\AA",
    "ø": r"\o",
    "Ø": r"\O",
    "ł": r"\l",
    "Ł": r"\L",
    "ı": r"\i",
    "ȷ": r"\j",
    "þ": r"\th",
    "Þ": r"\TH",
    "ð": r"\dh",
    "Ð": r"\DH",
    "đ": r"\dj",
    "Đ": r"\DJ",
    "ŋ": r"\ng",
    "Ŋ": r"\NG",
    "ə": r"\textschwa",
    "Ə": r"\textSchwa",
    "ɛ": r"\textepsilon",
    "ɔ": r"\textopeno",
    "Ɛ": r"\textEpsilon",
    "Ɔ": r"\textOpeno",
    "ħ": r"\crossed{h}",
    "Ħ": r"\crossed{H}",
    "ŧ": r"\crossed{t}",
    "Ŧ": r"\crossed{T}",
    **dict(_altered((range(0x180, 0x2B0), range(0x2C60, 0x2C80)))),
}

# The labels of some styles are these definitions written out, and in an accent or a font command they are looked at once more: an
# accent looks at the first token that follows it, or at all of a group, so none begins with one; and none makes a table (\oalign).
_ABOVE = r"\relax{\setbox0\hbox{#1}\rlap{\hbox to\wd0{\hss\raise\dimexpr\ht0-.6ex\relax\hbox{\scriptsize%s}\hss}}\box0}"
_BELOW = r"\relax{\setbox0\hbox{#1}\rlap{\hbox to\wd0{\hss\raisebox{-1.2ex}[0pt][.7ex]{%s}\hss}}\box0}"

# What LaTeX has no command for without further packages → (arguments, a definition that will do).
FALLBACKS: Mapping[str, tuple[int, str]] = {
    "hookabove": (1, _ABOVE % "'"),
    "hooked": (1, r"\relax{#1\kern-.1em\raisebox{.15ex}{'}}"),
    "horn": (1, r"\relax{#1\kern-.1em\raisebox{.15ex}{'}}"),
    "crossed": (
        1,
        r"\relax{\setbox0\hbox{#1}\rlap{\hbox to\wd0{\hss\raise\dimexpr\ht0-.65ex\relax\hbox{\vrule height.1ex width.7ex}\hss}}\box0}",
    ),
    "textdoublegrave": (1, r"\H{#1}"),
    "textroundcap": (1, r"\u{#1}"),
    "textsubumlaut": (1, _BELOW % r"\"{}"),
    "textsubring": (1, _BELOW % r"\r{}"),
    "textsubcircum": (1, _BELOW % r"\^{}"),
    "textsubbreve": (1, _BELOW % r"\u{}"),
    "textsubtilde": (1, _BELOW % r"\~{}"),
    "textschwa": (0, r"\"a"),
    "textSchwa": (0, r"\"A"),
    "textepsilon": (0, r"\ensuremath{\varepsilon}"),
    "textEpsilon": (0, r"\ensuremath{\mathcal E}"),
    "textopeno": (0, "o"),
    "textOpeno": (0, "O"),
}

_MATHS_SIGNS = {
    "±": "pm",
    "×": "times",
    "÷": "div",
    "·": "cdot",
    "⋅": "cdot",
    "−": "-",
    "∞": "infty",
    "≤": "leq",
    "≥": "geq",
    "≠": "neq",
    "≈": "approx",
    "≡": "equiv",
    "∼": "sim",
    "∝": "propto",
    "∈": "in",
    "∉": "notin",
    "⊂": "subset",
    "⊆": "subseteq",
    "∪": "cup",
    "∩": "cap",
    "∅": "emptyset",
    "∀": "forall",
    "∃": "exists",
    "¬": "neg",
    "∧": "wedge",
    "∨": "vee",
    "⊕": "oplus",
    "⊗": "otimes",
    "∂": "partial",
    "∇": "nabla",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "√": "surd",
    "→": "rightarrow",
    "←": "leftarrow",
    "↔": "leftrightarrow",
    "⇒": "Rightarrow",
    "⇔": "Leftrightarrow",
    "↑": "uparrow",
    "↓": "downarrow",
    "ℓ": "ell",
    "∗": "ast",
    "′": "prime",
    "⟨": "langle",
    "⟩": "rangle",
}
_GREEK_LETTERS = "αβγδεζηθικλμνξπρσςτυφχψωϵϑϕΓΔΘΛΞΠΣΥΦΨΩµ"
_GREEK_NAMES = """
    alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma varsigma tau upsilon varphi chi psi omega
    epsilon vartheta phi Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega mu
"""
_GREEK = dict(zip(_GREEK_LETTERS, _GREEK_NAMES.split(), strict=True))
# A sign or a Greek letter → its command in maths, without the backslash; "-" stands for itself.
MATHS: Mapping[str, str] = _MATHS_SIGNS | _GREEK

# A sign → what stands for it in text. Commands with capitals are in braces, lest a style lower them.
SIGNS: Mapping[str, str] = {
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "–": "--",
    "—": "---",
    "―": "---",
    "‐": "-",
    "‑": "-",
    "‒": "--",
    "‘": "`",
    "’": "'",
    "ʼ": "'",
    "‛": "`",
    "ʻ": "`",
    "ʿ": "`",
    "ʾ": "'",
    "ˈ": "'",
    "´": "'",
    "“": "``",
    "”": "''",
    "‚": r"\quotesinglbase{}",
    "„": r"\quotedblbase{}",
    "«": r"\guillemotleft{}",
    "»": r"\guillemotright{}",
    "‹": r"\guilsinglleft{}",
    "›": r"\guilsinglright{}",
    "…": r"\ldots{}",
    "¡": r"\textexclamdown{}",
    "¿": r"\textquestiondown{}",
    "©": r"\textcopyright{}",
    "®": r"\textregistered{}",
    "™": r"\texttrademark{}",
    "•": r"\textbullet{}",
    "§": r"{\S}",
    "¶": r"{\P}",
    "†": r"\dag{}",
    "‡": r"\ddag{}",
    "£": r"\pounds{}",
    "€": r"\texteuro{}",
    "¥": r"\textyen{}",
    "¢": r"\textcent{}",
    "°": r"$^\circ$",
    "ª": r"\textsuperscript{a}",
    "º": r"\textsuperscript{o}",
    "″": r"$''$",
    "‖": r"$\parallel$",
    "‰": r"\textperthousand{}",
    "⁄": "/",
    **{
        sign: ("$-$" if command == "-" else f"{{$\\{command}$}}" if command[0].isupper() else f"$\\{command}$")
        for sign, command in MATHS.items()
    },
}

# Further commands that people and services write in text → the sign that they mean.
READ_ONLY: Mapping[str, str] = {
    "textendash": "–",
    "textemdash": "—",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "guillemetleft": "«",
    "guillemetright": "»",
    "dots": "…",
    "textellipsis": "…",
    "textunderscore": "_",
    "textdollar": "$",
    "textpercent": "%",
    "textasciigrave": "`",
    "textperiodcentered": "·",
    "textdegree": "°",
    "textmu": "µ",
    "texttimes": "×",
    "textdiv": "÷",
    "textpm": "±",
    "textrightarrow": "→",
    "textleftarrow": "←",
    "textonehalf": "½",
    "textonequarter": "¼",
    "textonesuperior": "¹",
    "texttwosuperior": "²",
    "textthreesuperior": "³",
    "textordfeminine": "ª",
    "textordmasculine": "º",
    "textsection": "§",
    "textparagraph": "¶",
    "textdagger": "†",
    "textdaggerdbl": "‡",
    "textsterling": "£",
    "euro": "€",
    "copyright": "©",
    "textthorn": "þ",
    "textcrh": "ħ",
    "degree": "°",
    "slash": "/",
    "quad": " ",
    "qquad": " ",
    "newline": " ",
    "xspace": "",
    "protect": "",
    "relax": "",
}
