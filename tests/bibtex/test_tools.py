"""The exported file, however odd the titles and names, passes BibTeX, biber and pdflatex without a warning."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pubtrack.bibtex.write import Citable, Options, render
from pubtrack.model.publication import Venue
from pubtrack.text.latex_letters import LETTERS, MARKS
from pubtrack.text.venues import parse_venue

STYLES = ("plain", "alpha", "unsrt", "abbrv")
ONLY_IN_T1 = re.compile(r"\\(?:k\{|th\}|TH\}|dh\}|DH\}|dj\}|DJ\}|ng\}|NG\}|quotedblbase|quotesinglbase|guil)")

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


def tool(*command: str, folder: Path) -> str:
    """Both streams of a tool that must exist; no tool of ours reads from a person."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed here")
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=300)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


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


def sets_without_a_word(
    citables: list[Citable], folder: Path, *, options: Options | None = None, encoding: str = "T1", styles: Sequence[str] = STYLES
) -> None:
    text = render(citables, options=options)
    (folder / "x.bib").write_bytes(text.encode())
    keys = re.findall(r"^@\w+\{([^{,]+),$", text, re.M)
    assert len(keys) == len(citables)
    for style in styles:
        _run_bibtex(folder, style, keys, encoding)


def _run_bibtex(folder: Path, style: str, keys: list[str], encoding: str) -> None:
    cites = "\n".join(f"\\cite{{{key}}}" for key in keys)
    fonts = "\\usepackage[T1]{fontenc}\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}" if encoding == "T1" else ""
    (folder / f"{style}.tex").write_text(
        f"\\documentclass{{article}}\\usepackage[utf8]{{inputenc}}{fonts}\\usepackage{{textcomp,amsmath,amssymb}}\n"
        f"\\begin{{document}}\n{cites}\n\\bibliographystyle{{{style}}}\\bibliography{{x}}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    latex = ("pdflatex", "-interaction=nonstopmode", "-no-shell-escape", f"{style}.tex")
    tool(*latex, folder=folder)
    said = tool("bibtex", style, folder=folder)
    assert "Warning" not in said, said
    assert "error message" not in said, said
    tool(*latex, folder=folder)
    tool(*latex, folder=folder)
    log = (folder / f"{style}.log").read_text(encoding="utf-8", errors="replace")
    amiss = re.findall(r"^(?:! .*|.*Warning.*|Missing character.*)(?:\n.*){2}", log, re.M)
    assert not amiss, "\n".join(amiss)


def passes_biber(citables: list[Citable], folder: Path, *, options: Options | None = None) -> None:
    (folder / "b.bib").write_bytes(render(citables, options=options).encode())
    said = tool("biber", "--tool", "--validate-datamodel", "b.bib", folder=folder)  # --quiet would hide the warnings
    assert not re.search(r"WARN|ERROR", said), said
    assert "INFO" in said


def in_plain_latex(citables: list[Citable]) -> list[Citable]:
    return [one for one in citables if not ONLY_IN_T1.search(render([one]))]


def test_the_torture_list_is_set_in_every_style(tmp_path: Path) -> None:
    sets_without_a_word(torture(), tmp_path)


def test_without_fontenc_all_is_set_but_what_needs_t1(tmp_path: Path) -> None:
    citables = in_plain_latex(torture())
    assert len(citables) > 60
    sets_without_a_word(citables, tmp_path, encoding="OT1")


def test_biber_takes_the_torture_list(tmp_path: Path) -> None:
    passes_biber(torture(), tmp_path)


def test_biber_takes_it_in_unicode(tmp_path: Path) -> None:
    passes_biber(torture(), tmp_path, options=Options(unicode=True))


def test_arxiv_as_article_passes_too(tmp_path: Path) -> None:
    options = Options(arxiv_as_article=True)
    sets_without_a_word(torture(), tmp_path, options=options)
    passes_biber(torture(), tmp_path, options=options)


def test_every_letter_of_the_latin_script_with_any_accent_is_set(tmp_path: Path) -> None:
    letters = [chr(code) for block in (range(0xC0, 0x250), range(0x1E00, 0x1F00)) for code in block]
    letters = [one for one in letters if unicodedata.name(one, "").startswith("LATIN") and render([Citable(key="x", title=one)]).isascii()]
    assert len(letters) > 550
    citables = [
        Citable(
            key=f"l{at}",
            title="On " + " ".join(letters[at : at + 10]),
            authors=tuple(f"{one}a {one}b" for one in letters[at : at + 10]),
            year=2024,
        )
        for at in range(0, len(letters), 10)
    ]
    sets_without_a_word(citables, tmp_path, styles=("plain", "alpha"))
    passes_biber(citables, tmp_path)


PLAIN = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
# Letters that LaTeX lacks (ȥ, ƥ, ...) are drawn out of others: a further accent on such a drawing is more than it can set.
ACCENTED = st.sampled_from(sorted(LETTERS)) | st.builds(
    lambda letter, mark: unicodedata.normalize("NFC", letter + mark), PLAIN, st.sampled_from(["", *sorted(MARKS)])
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


@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(citables=st.lists(ODD, min_size=15, max_size=15))  # larger drafts are mostly thrown away
def test_whatever_is_drawn_from_latin_letters_and_specials_is_set(
    citables: list[Citable], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    sets_without_a_word(citables, folder, styles=("alpha", "abbrv"))
    passes_biber(citables, folder)
