r"""Would TeX take this maths? Pure.

Titles come from outside: what is between two dollar signs goes into the file only when every command is known to do
nothing but print, every brace has its fellow, and nothing is missing or doubled after `^` and `_`.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 400  # characters
DEEPEST = 20  # braces inside each other

_WITHOUT_ARGUMENT = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma varsigma tau
    upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    pm mp times div ast star circ bullet cdot cap cup uplus sqcap sqcup vee wedge setminus wr diamond oplus ominus otimes oslash odot
    dagger ddagger amalg leq le geq ge neq ne equiv prec succ preceq succeq sim simeq approx cong asymp doteq propto models perp mid
    parallel subset supset subseteq supseteq in ni notin vdash dashv bowtie smile frown ll gg lesssim gtrsim leqslant geqslant triangleq
    leftarrow gets rightarrow to leftrightarrow Leftarrow Rightarrow Leftrightarrow iff implies mapsto longmapsto longrightarrow
    longleftarrow Longrightarrow hookrightarrow uparrow downarrow updownarrow nearrow searrow rightharpoonup rightleftharpoons leadsto
    ldots cdots vdots ddots dots aleph hbar ell wp Re Im partial infty prime emptyset varnothing nabla surd top bot angle triangle forall
    exists nexists neg lnot flat natural sharp clubsuit diamondsuit heartsuit spadesuit sum prod coprod int iint oint bigcap bigcup bigoplus
    bigotimes bigvee bigwedge log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh min max sup inf lim limsup liminf
    arg deg det dim gcd hom ker Pr langle rangle lceil rceil lfloor rfloor lbrace rbrace lbrack rbrack vert Vert backslash colon
    quad qquad land lor square Box blacksquare checkmark degree imath jmath displaystyle textstyle limits nolimits
    big Big bigl bigr Bigl Bigr lvert rvert lVert rVert
"""
_WITH_ONE_ARGUMENT = """
    hat widehat tilde widetilde bar vec dot ddot acute grave breve check overline underline overrightarrow overbrace underbrace
    mathrm mathbf mathsf mathit mathtt mathcal mathbb mathfrak mathnormal boldsymbol sqrt bmod pmod operatorname text textrm textbf textit
    textsf texttt textsc mbox mathring
"""
_WITH_TWO = ("frac", "tfrac", "dfrac", "binom", "overset", "underset", "stackrel")
_ARGUMENTS = dict.fromkeys(_WITHOUT_ARGUMENT.split(), 0) | dict.fromkeys(_WITH_ONE_ARGUMENT.split(), 1) | dict.fromkeys(_WITH_TWO, 2)
_OF_TEXT = frozenset(
    ("text", "textrm", "textbf", "textit", "textsf", "texttt", "textsc", "mbox", "operatorname", "mathrm", "mathtt"),
)
_BEFORE_A_BRACKET = frozenset(("big", "Big", "bigl", "bigr", "Bigl", "Bigr"))
_BRACKETS = frozenset(
    ("(", ")", "[", "]", "|", "/", r"\|", r"\langle", r"\rangle", r"\lceil", r"\rceil", r"\lfloor", r"\rfloor", r"\lbrace", r"\rbrace")
)

_TOKEN = re.compile(r"\\[A-Za-z]+|\\[,;:! |%#&_$]|[{}^_']|[^\\{}^_'\s&#%~$\"`]|\s+", re.A)
_WORDS = re.compile(r"[A-Za-z0-9 .,:;()+/*=-]*", re.A)


class _Unsound(Exception):
    """TeX would stop here, or might be made to do more than print."""


@lru_cache(maxsize=4096)
def is_sound(maths: str) -> bool:
    r"""Is what stands between the dollar signs maths that TeX sets without complaint (with amsmath and amssymb loaded)?"""
    if not maths.isascii() or len(maths) > LONGEST:
        return False
    tokens = _TOKEN.findall(maths)
    if "".join(tokens) != maths:
        return False
    reader = _Reader([token for token in tokens if not token.isspace()])
    try:
        reader.read_list(until=None, depth=0)
    except _Unsound:
        return False
    return True


class _Reader:
    """Walks over the tokens as TeX would."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> str:
        token = self.peek()
        if token is None:
            raise _Unsound
        self.at += 1
        return token

    def read_list(self, *, until: str | None, depth: int) -> None:
        """Everything up to the end, or to the closing brace; each base carries at most one of each script."""
        if depth > DEEPEST:
            raise _Unsound
        scripts: set[str] = set()
        while (token := self.peek()) != until:
            if token in ("^", "_", "'"):
                self.read_script(scripts, depth)
                continue
            scripts = set()
            self.read_base(self.take(), depth)
        if until is not None:
            self.take()

    def read_script(self, scripts: set[str], depth: int) -> None:
        sign = self.take()
        if sign == "'":
            while self.peek() == "'":
                self.take()
        place = "_" if sign == "_" else "^"
        if place in scripts:
            raise _Unsound
        scripts.add(place)
        if sign != "'":
            self.read_argument(depth, bare_command=0)

    def read_base(self, token: str, depth: int) -> None:
        if token == "{":
            self.read_list(until="}", depth=depth + 1)
        elif token == "}":
            raise _Unsound
        elif token[0] == "\\" and token[1].isalpha():
            self.read_command(token[1:], depth)

    def read_command(self, name: str, depth: int) -> None:
        if name not in _ARGUMENTS or name in ("limits", "nolimits"):
            raise _Unsound
        if name in _BEFORE_A_BRACKET and self.take() not in _BRACKETS:
            raise _Unsound
        if name in _OF_TEXT:
            self.read_words()
            return
        if name == "sqrt" and self.peek() == "[":
            self.read_root()
        for _ in range(_ARGUMENTS[name]):
            self.read_argument(depth, bare_command=0)

    def read_argument(self, depth: int, *, bare_command: int) -> None:
        """A group, one character, or a command that itself takes no argument."""
        token = self.take()
        if token == "{":
            self.read_list(until="}", depth=depth + 1)
            return
        is_command = token[0] == "\\" and token[1].isalpha()
        if token in ("}", "^", "_", "'") or (
            is_command and (_ARGUMENTS.get(token[1:], 9) > bare_command or token[1:] in _BEFORE_A_BRACKET)
        ):
            raise _Unsound

    def read_words(self) -> None:
        if self.take() != "{":
            raise _Unsound
        words = []
        while (token := self.take()) != "}":
            words.append(token)
        if not _WORDS.fullmatch("".join(words)):
            raise _Unsound

    def read_root(self) -> None:
        self.take()
        while (token := self.take()) != "]":
            if not token.isalnum():
                raise _Unsound
