"""Text from anywhere becomes LaTeX that says the same: escaped once, accents as commands, capitals kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.bibtex.capitals import is_sentence_case
from pubtrack.bibtex.escape import MOST_ACCENTS, fallbacks, text, title
from pubtrack.bibtex.maths import is_sound
from pubtrack.text.latex import decode
from pubtrack.text.latex_letters import LETTERS, MARKS


def depth_never_falls_below_zero_and_ends_there(latex: str) -> bool:
    """As BibTeX counts: a backslash before a brace changes nothing."""
    depth = 0
    for char in latex:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


# ---------------------------------------------------------------- capitals


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        (
            "LoongServe: Efficiently Serving Long-context Large Language Models",
            "{LoongServe}: Efficiently Serving Long-context Large Language Models",
        ),
        ("Long-Context Models", "Long-Context Models"),
        ("Fast LLM-based Serving", "Fast {LLM}-based Serving"),
        ("Fast LLM-Based Serving of GPUs", "Fast {LLM}-Based Serving of {GPUs}"),
        ("dLoRA and iPhones on IPv6 in 3D over 5G", "{dLoRA} and {iPhones} on {IPv6} in {3D} over {5G}"),
        ("Q-Learning with C++", "{Q}-Learning with {C}++"),
        ("A Study of What I Know", "A Study of What {I} Know"),
        ("A/B Testing: A Survey", "{A}/{B} Testing: A Survey"),
        ("TCP/IP and GPT-4", "{TCP}/{IP} and {GPT}-4"),
        ("O'Reilly's Book", "{O'Reilly's} Book"),
        ("Bayesian Networks in Schrödinger's World", "{Bayesian} Networks in {Schr{\\\"o}dinger's} World"),
        ("Inference of {LLM}s and {BERT}", "Inference of {LLM}s and {BERT}"),
        ("{The Whole} of RLHF", "{The Whole} of {RLHF}"),
        ("Learning language models from Stack Overflow questions", "Learning language models from {Stack} {Overflow} questions"),
        ("Attention: Learning deep language models", "Attention: Learning deep language models"),
        ("EFFICIENT MEMORY MANAGEMENT FOR LARGE MODELS", "EFFICIENT MEMORY MANAGEMENT FOR LARGE MODELS"),
        ("大语言模型 LLM 推理", "大语言模型 {LLM} 推理"),
    ],
)
def test_words_are_protected_one_by_one(plain: str, latex: str) -> None:
    assert title(plain) == latex


def test_maths_with_capitals_is_kept_from_being_lowered() -> None:
    assert title("Sorting in $O(n \\log n)$ and $k$ Steps") == "Sorting in {$O(n \\log n)$} and $k$ Steps"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Training language models to follow instructions", True),
        ("Training Language Models to Follow Instructions", False),
        ("Goodput-optimized Large Language Model Serving", False),
        ("On Things", False),
    ],
)
def test_sentence_case_is_told_from_title_case(given: str, expected: bool) -> None:
    assert is_sentence_case(given) is expected


# ---------------------------------------------------------------- escapes


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("50% of R&D, item #1, a_b, $5", r"50\% of R\&D, item \#1, a\_b, \$5"),
        ("~ ^ a\\1 } {", r"\textasciitilde{} \textasciicircum{} a\textbackslash{}1 \textbraceright{} \textbraceleft{}"),
        ("a < b > c | d", r"a \textless{} b \textgreater{} c \textbar{} d"),
        ('The "best" way', "The ``best'' way"),
        ("“a” ‘b’ – — …", "``a'' `b' -- --- \\ldots{}"),
        (r"R\&D at 50\% of \#1 a\_b", r"R\&D at 50\% of \#1 a\_b"),
        ("R&amp;D &amp;amp; &lt;b&gt;x&lt;/b&gt; &eacute;", r"R\&D \& \textbf{x} {\'e}"),
        ("<i>E. coli</i> H<sub>2</sub>O<br/> <u>u</u>", r"\textit{E. coli} H\textsubscript{2}O u"),
        ("List<T> <i>open", r"List\textless{}T\textgreater{} open"),
        ("<i>a {b</i> c}", "a {b c}"),
        ("\\emph{x} {\\em y} \\textbf{open", r"\emph{x} \emph{y} \textbackslash{}textbf\textbraceleft{}open"),
        (r"\LaTeX{} and \TeX", r"{\LaTeX} and {\TeX}"),
        (r"C:\users\bob", r"C:\textbackslash{}users\textbackslash{}bob"),
        (r"\alpha-greedy and 2 \times 2", r"$\alpha$-greedy and 2 $\times$ 2"),
        ("α→β", r"$\alpha \rightarrow \beta$"),
        ("x\u200by\u202ez\x07", "xyz"),
        ("a \t b\n\nc\u00a0d", "a b c d"),
    ],
)
def test_text_is_escaped_once(plain: str, latex: str) -> None:
    assert text(plain) == latex


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("é ö ñ ç", r"{\'e} {\"o} {\~n} {\c{c}}"),
        ("ễ ặ ợ ể", r"{\~{\^e}} {\d{\u{a}}} {\d{\horn{o}}} {\hookabove{\^e}}"),
        ("ș Ț ş", r"{\textcommabelow{s}} {\textcommabelow{T}} {\c{s}}"),
        ("ı İ í ĵ", r"{\i} {\.I} {\'\i} {\^\j}".replace(r"\'\i", r"\'{\i}").replace(r"\^\j", r"\^{\j}")),
        ("þ ð Þ Ð đ", r"{\th} {\dh} {\TH} {\DH} {\dj}"),
        ("ą Ę ł Ø ß æ å", r"{\k{a}} {\k{E}} {\l} {\O} {\ss} {\ae} {\aa}"),
        ("ħ Ħ ŧ ɓ ə", r"{\crossed{h}} {\crossed{H}} {\crossed{t}} {\hooked{b}} {\textschwa}"),
        ("o\u0308 ǿ", r"{\"o} {\'{\o}}"),
        ("ﬁ ½ ² Ａ", r"fi 1/2 \textsuperscript{2} A"),
        (r"\"{o} {\'e} \v{s} \c c {\o} \'{\i} \d{\^e}", r"{\"o} {\'e} {\v{s}} {\c{c}} {\o} {\'{\i}} {\d{\^e}}"),
        ("Иван 王 😀", "Иван 王 😀"),
    ],
)
def test_letters_become_commands(plain: str, latex: str) -> None:
    assert text(plain) == latex


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("ȥ\u0306 ƥ\u0301 ɨ\u0301", r"{\u{\hooked{z}}} {\'{\hooked{p}}} {\'{\crossed{i}}}"),
        ("a\u0306\u0301\u0323 \\u{\\'{\\^a}}", r"{\d{\'{\u{a}}}} {\u{\'{\^a}}}"),
        ("a" + "\u0306" * 9, r"{\u{\u{\u{\u{a}}}}}"),  # more than four are noise
        ("a\u0335 a\u0335\u0301 ø\u0338", r"a {\'a} {\o}"),  # a bar has no command
        ("x\u20d7 a\ufe0f", "x a"),
        ("\\P\u0326 –\u0301 \u0306b 1\u0306 &\u0306 $x$\u0306", r"{\P} -- b 1 \& $x$"),  # an accent over a sign, or over nothing
        ("½\u0306 ﬁ\u0306 ²\u0306", r"1/2 f{\u{\i}} \textsuperscript{2}"),
        ("Ж\u0306 ב\u05b0", "Ӂ ב\u05b0"),  # left to an engine that knows the script
    ],
)
def test_accents_that_latex_cannot_set_are_left_out_and_the_letter_stays(plain: str, latex: str) -> None:
    assert text(plain) == latex


def test_accents_that_latex_cannot_set_stay_in_unicode() -> None:
    assert text("a\u0335 \\P\u0326", unicode=True) == "a\u0335 ¶\u0326"


@pytest.mark.parametrize("plain", ["<i>", "</i>", "<u></u>", "<br/>"])
def test_a_text_of_nothing_but_markup_is_taken_as_it_stands(plain: str) -> None:
    assert text(plain) == title(plain) == plain.replace("<", r"\textless{}").replace(">", r"\textgreater{}")


def test_unicode_letters_stay_where_wanted() -> None:
    assert title("Über 50% ễ α “x”", unicode=True) == "Über 50\\% ễ α “x”"


def test_definitions_are_given_for_what_latex_lacks() -> None:
    (definition,) = fallbacks(text("ể"))
    assert definition.startswith(r"\providecommand{\hookabove}[1]{")
    assert depth_never_falls_below_zero_and_ends_there(definition)
    assert fallbacks(text("é %")) == ()


# ---------------------------------------------------------------- maths


@pytest.mark.parametrize(
    "maths",
    [
        "x", "O(n \\log n)", "x_1^2", "x'_i", "\\frac{1}{2}", "\\mathbb{R}^{d}", "\\sqrt[3]{x}", "\\alpha\\beta", "a \\leq b", "10^{-3}",
        "\\text{max iter}", "\\bigl( x \\bigr)", "{x}", "\\hat x", "\\|x\\|_2", "\\epsilon", "K^+", "\\operatorname{argmax}",
    ],
)  # fmt: skip
def test_sound_maths_is_kept(maths: str) -> None:
    assert is_sound(maths)
    assert f"${maths}$" in text(f"On ${maths}$ Things")


@pytest.mark.parametrize(
    "maths",
    [
        "\\foo", "a_b_c", "x^", "_", "{", "}", "x}{", "\\frac{1}", "\\write18{ls}", "\\input{x}", "\\left(", "a & b", "a # b", "a % b",
        "x^y'", "\\text{a_b}", "\\mathrm x^", "\\big x", "\\sqrt[",
        "ü", "x^\\frac{1}{2}", "\\", "{" * 30 + "}" * 30, "\\limits", "\\csname",
        "^^41",
    ],
)  # fmt: skip
def test_maths_that_tex_would_refuse_is_text(maths: str) -> None:
    assert not is_sound(maths)
    latex = text(f"On ${maths}$ Things")
    assert depth_never_falls_below_zero_and_ends_there(latex)
    assert "\\$" in latex


@pytest.mark.parametrize("plain", ["costs $5 and $10", "$5-$10", "US$5 and A$6", "Ca$h and Ke$ha", "Pay $ and play", "$"])
def test_money_is_not_maths(plain: str) -> None:
    assert text(plain) == plain.replace("$", "\\$")


def test_double_dollars_and_brackets_become_single_dollars() -> None:
    assert text(r"$$x$$ and \(y\)") == "$x$ and $y$"


# ---------------------------------------------------------------- properties

ANYTHING = st.text(st.characters(codec="utf-8"), max_size=60) | st.lists(
    st.sampled_from([*"{}$\\&%#_^~<>\"'` aAé", "\\emph{", "{\\em ", "\\'", "\\frac", "<i>", "</i>", "&amp;", "$x$", "\\c", "\\u{", "$$"]),
    max_size=20,
).map("".join)


@given(ANYTHING)
def test_braces_always_balance(plain: str) -> None:
    for latex in (text(plain), title(plain), text(plain, unicode=True), title(plain, unicode=True)):
        assert depth_never_falls_below_zero_and_ends_there(latex)
        assert "\n" not in latex
        latex.encode("utf-8")


# An accent takes the place of the dot, so that í is the same from i and from ı.
ACCENTED = st.builds(
    str.__add__,
    st.sampled_from(sorted({*LETTERS, *"abcXYZij"} - {"ı", "ȷ"})),
    st.text(st.sampled_from(sorted(MARKS)), max_size=MOST_ACCENTS),
).filter(lambda letter: len(unicodedata.normalize("NFD", letter)) <= 1 + MOST_ACCENTS)


@given(st.lists(ACCENTED | st.just(" "), max_size=30).map("".join))
def test_latin_letters_come_back_as_they_were(plain: str) -> None:
    composed = unicodedata.normalize("NFC", " ".join(plain.split()))
    latex = text(composed)
    assert latex.isascii()
    assert decode(latex) == composed


@given(ANYTHING)
def test_what_was_made_is_not_escaped_again(plain: str) -> None:
    once = text(plain)
    if "$" not in once and "``" not in once and "''" not in once:
        assert text(once) == once
