"""The exported file, however odd the titles and names, passes BibTeX, biber and pdflatex without a warning."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pubtrack.bibtex.write import Citable, Options, render
from tests.reports.torture import ODD, Group, single_letters, stacks, torture

STYLES = ("plain", "alpha", "unsrt", "abbrv")
ONLY_IN_T1 = re.compile(r"\\(?:k\{|th\}|TH\}|dh\}|DH\}|dj\}|DJ\}|ng\}|NG\}|quotedblbase|quotesinglbase|guil)")

# ---------------------------------------------------------------- the tools


def tool(*command: str, folder: Path) -> str:
    """Both streams; no tool of ours reads from a person."""
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=300)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def sets_without_a_word(groups: Sequence[Group], folder: Path, *, encoding: str = "T1", styles: Sequence[str] = STYLES) -> None:
    """BibTeX is run for each group in each style; one document prints them all.

    Each stands between braces, so that none lends another its commands.
    """
    parts, names = [], []
    for group, style in itertools.product(groups, styles):
        keys = run_bibtex(group, style, folder)
        cites = "\n".join(f"\\cite{{{key}}}" for key in keys)
        names.append(f"{group.name} in {style}")
        parts.append(f"\\typeout{{{names[-1]}}}\n{cites}\n{{\\input{{{group.name}-{style}.bbl}}}}\n")
    fonts = "\\usepackage[T1]{fontenc}\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}" if encoding == "T1" else ""
    (folder / "all.tex").write_text(
        f"\\documentclass{{article}}\\usepackage[utf8]{{inputenc}}{fonts}\\usepackage{{textcomp,amsmath,amssymb}}\n"
        f"\\begin{{document}}\n{''.join(parts)}\\end{{document}}\n",
        encoding="utf-8",
    )
    for _ in range(2):  # the first run writes what the second one cites
        tool("pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "all.tex", folder=folder)
    log = (folder / "all.log").read_text(encoding="utf-8", errors="replace")
    assert [name for name in names if name not in log] == []
    amiss = re.findall(r"^(?:! .*|.*Warning.*|Missing character.*)(?:\n.*){2}", log, re.M)
    assert not amiss, "\n".join(amiss)


def run_bibtex(group: Group, style: str, folder: Path) -> list[str]:
    """Its .bib and .bbl in this style; the keys, which are of this style alone."""
    name = f"{group.name}-{style}"
    text = group.text(name)
    (folder / f"{name}.bib").write_bytes(text.encode())
    keys = re.findall(r"^@\w+\{([^{,]+),$", text, re.M)
    assert len(keys) == len(group.citables)
    asked = "".join(f"\\citation{{{key}}}\n" for key in keys)
    (folder / f"{name}.aux").write_text(f"\\relax\n{asked}\\bibstyle{{{style}}}\n\\bibdata{{{name}}}\n", encoding="utf-8")
    said = tool("bibtex", name, folder=folder)
    assert "Warning" not in said, said
    assert "error message" not in said, said
    return keys


def passes_biber(groups: Sequence[Group], folder: Path) -> None:
    (folder / "b.bib").write_bytes("\n".join(group.text(group.name) for group in groups).encode())
    said = tool("biber", "--tool", "--validate-datamodel", "b.bib", folder=folder)  # --quiet would hide the warnings
    assert not re.search(r"WARN|ERROR", said), said
    assert "INFO" in said


# ---------------------------------------------------------------- tests


def in_plain_latex(group: Group) -> Group:
    return replace(group, citables=[one for one in group.citables if not ONLY_IN_T1.search(render([one]))])


def drawn() -> list[Group]:
    """Drawn by the seed of the run, all of them before a tool is started: the tools are what takes its time."""
    groups: list[Group] = []

    @settings(max_examples=max(1, settings().max_examples // 25), phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(some=st.lists(ODD, min_size=15, max_size=15))  # larger drafts are mostly thrown away; alpha knows 26 labels alike
    def draw(some: list[Citable]) -> None:
        groups.append(Group(name=f"drawn{len(groups)}", citables=some))

    draw()
    assert groups
    return groups


@pytest.mark.slow
@pytest.mark.hypothesis
@pytest.mark.needs("pdflatex", "bibtex")
def test_everything_is_set_in_every_style(tmp_path: Path) -> None:
    as_articles = Group(name="articles", citables=torture(), options=Options(arxiv_as_article=True))
    sets_without_a_word([Group(name="torture", citables=torture()), as_articles, single_letters(), stacks(), *drawn()], tmp_path)


@pytest.mark.slow
@pytest.mark.needs("pdflatex", "bibtex")
def test_without_fontenc_all_is_set_but_what_needs_t1(tmp_path: Path) -> None:
    groups = [in_plain_latex(one) for one in (Group(name="torture", citables=torture()), single_letters(), stacks())]
    assert [len(one.citables) > least for one, least in zip(groups, (60, 30, 30), strict=True)] == [True] * 3
    sets_without_a_word(groups, tmp_path, encoding="OT1")


@pytest.mark.slow
@pytest.mark.hypothesis
@pytest.mark.needs("biber")
def test_biber_takes_everything(tmp_path: Path) -> None:
    as_articles = Group(name="articles", citables=torture(), options=Options(arxiv_as_article=True))
    passes_biber([Group(name="torture", citables=torture()), as_articles, single_letters(), stacks(), *drawn()], tmp_path)


@pytest.mark.slow
@pytest.mark.hypothesis
@pytest.mark.needs("biber")
def test_biber_takes_it_in_unicode(tmp_path: Path) -> None:
    groups = [Group(name="torture", citables=torture()), single_letters(), stacks(), *drawn()]
    passes_biber([replace(one, options=Options(unicode=True)) for one in groups], tmp_path)
