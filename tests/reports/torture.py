"""What is hardest for LaTeX, BibTeX and biber: titles, names and venues of every kind, stacked accents, and whatever is drawn."""

from __future__ import annotations

import itertools
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from pubtrack.bibtex import escape
from pubtrack.bibtex.write import Citable, Options, render
from pubtrack.model.publication import Venue
from pubtrack.text.latex_letters import LETTERS, MARKS
from pubtrack.text.venues import parse_venue

TITLES = [
    '50% of C++ & C# programs_with $5 ~ ^ # { } \\ "quoted" <b> | `ticks`',
    "$O(n \\log n)$ and $\\mathbb{R}^{d}$: Top-$k$ in $\\frac{1}{2}$ of $\\Omega(N)$ cases, $x'_1$",
    "Unsound: $\\foo$, $a_b_c$, $x^$, ${$, $}$, $\\frac{1}$, $\\write18{x}$, $\\left($, $\\text{a_b}$, $\\big x$",
    'Already {\\"U}nescaped \\& \\% \\emph{LLM}s in \\LaTeX{} and {GPU}s \\alpha-Greedy, {\\em old} \\c c \\o \\ss',
    "Half \\emph{open, { brace, \\textbf{ and } close } } \\' \\\" \\",
    "HTML <i>E. coli</i> H<sub>2</sub>O &amp; &lt;b&gt;bold&lt;/b&gt; R&amp;D <scp>x</scp> List<T> <i>unclosed",
    "Nguyễn Văn Đặng: ế ề ể ễ ệ ắ ằ ẳ ẵ ặ ớ ờ ở ỡ ợ ứ ừ ử ữ ự ỷ ỹ ỵ Ơ Ư",
    "Șț Țș ıİ ğĞ þÞ ðÐ ąęįų ĄĘ ħĦ ŧŦ ŋŊ łŁ øØ æÆ œŒ åÅ ßẞ đĐ ĳ ŉ ſ ŀ ǆ ǽ ǿ ḱ ṩ ḍ",
    "“Quotes” ‘single’ „low“ «guillemets» ‹small› – — ― … ‐ ‑ ′ ″ ? ‘x’ ! `y` ?`z`",
    "Signs © ® ™ • § ¶ † ‡ £ € ¥ ¢ ° ± × ÷ · ½ ² ₂ ª º µ → ⇒ ∞ ≤ ≥ ≠ ≈ ∈ ∀ √ αβγ ΓΔΩ ¡ ¿ ‰ ﬁ ﬂ",
    "EVERYTHING SHOUTED WITH %, Ü AND Ş",
    "A",
    "{Whole Title in Braces}",
    "Əliyev ɓɗƙ ɛɔ ȁȃ ḁ ḓ ḛ ḫ ṳ",
    "Trailing backslash \\",
    "Comment @article{fake, title = {x}} inside @string and @comment",
    "tab\tand\nnewline\r\nand\u00a0blank\u200bzero\u202ewidth\x07bell",
    "verylongword" * 40,
    "<i>",
    "</i><b></b>",
    "Ó\\P\u0326 7 of ȥ\u0306 and ƥ\u0301\u0306",
]
NAMES = [
    "Jan van der Berg",
    "José Ortega y Gasset",
    "Ortega y Gasset, José",
    "Martin Luther King Jr.",
    "{Barnes and Noble, Inc.}",
    "The OpenAI Team",
    "OpenAI",
    "Ngô Bảo Châu",
    "Đặng Thị Ngọc Ánh",
    "Þórður Ægisson",
    "Łukasz Ząbkowski",
    "Ștefan Țăndărică",
    "İbrahim Işık",
    "Ġorġ Ħal Għaxaq",
    "others",
    "and",
    "A % B_C & #1",
    "O'Brien, Conan",
    "{Half",
    "Ed, Jr.",
    "Émile Zola",
    "Ære Ødegård",
    "ß Ümlaut",
    "d'Alembert",
    "0",
    "C\u0324",
    "\\P\u0326 ȥ\u0306",
    "<i>",
    "{Ibá and Co}",
    "{Bö and Co}",
    "{Éa and Co}",
    "{Ɓo and Co}",
    "{Ab Ɓ and Co}",
    "X o é{y Ɓ",
    "<i>j\u0330 Q</i> of {<i>ộ\u0325</i>}",
]
VENUES = [
    "SOSP'24",
    "In OSDI 2024",
    "Submitted to NSDI",
    "To appear in NeurIPS 2025",
    "IEEE TPAMI",
    "Nature",
    "PhD thesis, MIT & Üniversitesi",
    "Master's thesis, 50% University",
    "Technical report, R&D_Lab",
    "Cambridge University Press",
    "Handbook of Things",
    "Some Unknown Place #1",
    "ABC'23",
    "arXiv preprint",
    "bioRxiv",
    "Workshop on Ünits & Measures 2023",
    "Proceedings of the VLDB Endowment",
]


PLAIN_LETTERS = string.ascii_letters
# Accents over what LaTeX sets without them only, accents that it has no command for, and names that a tool takes for none.
UNSETTABLE = ["\\P\u0326", "1\u0306", "a\u0335\u0306", "\u0306", "x\u20d7", "½\u0301", "ﬁ\u0306", "–\u0301", "$x$\u0306", "\\\u0326b", "0"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Publications that are written into one file."""

    name: str
    citables: list[Citable]
    options: Options | None = None

    def text(self, suffix: str) -> str:
        """With keys that stand in no other file."""
        return render([replace(one, key=f"{one.key}-{suffix}") for one in self.citables], options=self.options)


def torture() -> list[Citable]:
    citables = [
        Citable(
            key=f"title{place}",
            title=title,
            authors=(NAMES[place % len(NAMES)], "Jane Doe"),
            authors_complete=place % 3 > 0,
            venue=parse_venue(VENUES[place % len(VENUES)]),
            year=2000 + place,
            month=place % 12 + 1,
            note="50% of it & more_" if place % 2 else None,
        )
        for place, title in enumerate(TITLES)
    ]
    citables += [
        Citable(key=f"name{place}", title="On Names", authors=(name,), venue=parse_venue("SOSP'24"), year=2024)
        for place, name in enumerate(NAMES)
    ]
    for place, venue in enumerate(VENUES):
        for year in (2023, None):
            for authors in (("Jane Doe",), ()):
                citables.append(
                    Citable(
                        key=f"venue{place}-{year}-{len(authors)}",
                        title="On Venues",
                        authors=authors,
                        venue=parse_venue(venue),
                        year=year,
                        month=5,
                        pages="12–34" if place % 2 else "e123",
                        volume="7" if place % 3 else None,
                        number="3",
                        publisher="Springer & Sons" if place % 4 == 0 else None,
                        arxiv="2404.09526" if place % 5 == 0 else "hep-th/9901001" if place % 5 == 1 else None,
                        primary_category="cs.DC" if place % 5 == 0 else None,
                        doi="10.1145/3694715.3695948_x%7B(1)<2>{3}" if place % 2 else None,
                        url="https://example.org/~a_b/?x={y}&z=%20#q ü" if place % 3 == 0 else None,
                    )
                )
    return [*citables, Citable(key="bare", title="Nothing Known"), Citable(key="wü{x,y} 20", title="Odd Key", authors=("A B",), year=1999)]


def single_letters() -> Group:
    """Every letter of the Latin script that LaTeX has a command for, with its accent."""
    letters = [chr(code) for block in (range(0xC0, 0x250), range(0x1E00, 0x1F00)) for code in block]
    letters = [one for one in letters if unicodedata.name(one, "").startswith("LATIN") and render([Citable(key="x", title=one)]).isascii()]
    assert len(letters) > 550
    return Group(name="letters", citables=of_letters(letters))


def stacks() -> Group:
    """Every accent on top of every other, each pair on another letter, LaTeX's own and those that are drawn out of others; and odd ones."""
    pairs = ["".join(pair) for pair in itertools.product(sorted(MARKS), repeat=2)]
    triples = ["".join(triple) for triple in itertools.pairwise([*MARKS, *MARKS])] + ["\u0306" * 9]
    letters = [base + marks for base, marks in zip(itertools.cycle((*PLAIN_LETTERS, *LETTERS)), [*pairs, *triples], strict=False)]
    return Group(name="stacks", citables=of_letters([*letters, *UNSETTABLE]))


def of_letters(letters: Sequence[str]) -> list[Citable]:
    return [
        Citable(
            key=f"l{at}",
            title="On " + " ".join(letters[at : at + 10]),
            authors=tuple(f"{one}a {one}b" for one in letters[at : at + 10]),
            year=2024,
        )
        for at in range(0, len(letters), 10)
    ]


# ---------------------------------------------------------------- what is drawn

ACCENTED = st.builds(
    lambda letter, marks: unicodedata.normalize("NFC", letter + "".join(marks)),
    st.sampled_from([*PLAIN_LETTERS, *sorted(LETTERS)]),
    st.lists(st.sampled_from(sorted(MARKS)), max_size=3),
)
BITS = st.sampled_from(
    [
        *"&%#_$~^\\{}<>|\"'`-:;,.!?@()[]=/+*0123456789",
        " ",
        "  ",
        "LLM",
        "$x$",
        "$x_{i}$",
        "\\'e",
        "\u0326",
        "\u0335",
        "{",
        "}",
        "\\emph{",
        "<i>",
        "</i>",
        "&amp;",
        "–",
        "“",
        "”",
        "…",
    ]
)
ODD_TEXT = st.lists(ACCENTED | BITS, min_size=1, max_size=25).map("".join).filter(lambda text: bool(text.strip()))
ODD_NAME = (
    st.lists(st.lists(ACCENTED | BITS, min_size=1, max_size=6).map("".join), min_size=1, max_size=3)
    .map(" ".join)
    .filter(lambda text: bool(text.strip()) and "$" not in text)  # nobody's name is a formula
    .filter(lambda text: len(escape.text(text)) <= 150)  # alpha makes a label of up to three of them, and knows 500 bytes
)
ODD = st.builds(
    Citable,
    key=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    title=ODD_TEXT.filter(lambda text: any(char.isalpha() for char in text)),
    authors=st.lists(ODD_NAME, max_size=3).map(tuple),
    authors_complete=st.booleans(),
    venue=st.none()
    | st.builds(Venue, name=ODD_TEXT, year=st.none(), status=st.sampled_from(["published", "accepted", "submitted", "preprint"]))
    | st.sampled_from(VENUES).map(parse_venue),
    kind=st.none() | st.sampled_from(["conference", "workshop", "journal", "thesis", "report", "book", "chapter", "preprint", "unknown"]),
    year=st.none() | st.integers(1500, 2199),
    month=st.none() | st.integers(1, 12),
    pages=st.none() | st.sampled_from(["1-10", "5:1–5:25", "e12345", "12", "iv—x", "S1 - S9"]),
    volume=st.none() | st.sampled_from(["7", "129", "2024"]),
    number=st.none() | st.sampled_from(["4", "S1", "1/2", "#3"]),
    publisher=st.none() | ODD_TEXT,
    note=st.none() | ODD_TEXT,
)
