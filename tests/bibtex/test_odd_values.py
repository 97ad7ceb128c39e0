"""Values as files really have them: maths, braces, escaped DOIs, encodings, and fields that nobody can read."""

from __future__ import annotations

import pytest

from benchmarks.bibtex.round_trip import round_trip
from pubtrack.bibtex import entry_fields
from pubtrack.bibtex.plain import plain_text
from pubtrack.bibtex.read import parse


def only(fields: str) -> dict[str, object]:
    (one,), findings = parse(f"@article{{a, author={{A B}}, journal={{Nature}}, year=2014, {fields}}}", "mine.bib")
    assert [one.message for one in findings] == []
    return dict(one)


def exported_title(title: str) -> str:
    made = round_trip(f"@article{{a, author={{A B}}, journal={{Nature}}, year=2014, title={{{title}}}}}")
    return made.exported[0].fields["title"]


# ---------------------------------------------------------------- one odd field


@pytest.mark.parametrize("odd", ["title", "note", "abstract", "journal"])
def test_a_field_that_raises_costs_itself_only_and_is_said_with_its_line(odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbling(value: str) -> str:
        if "ODD" in value:
            raise IndexError("a library's own")
        return plain_text(value)

    monkeypatch.setattr(entry_fields, "plain_text", stumbling)
    fields = {"title": "Widgets", "note": "Mine", "abstract": "Text", "journal": "Nature", odd: "ODD {Value}"}
    text = "@misc{ok, title={Fine}}\n@article{a, " + ", ".join(f"{name}={{{value}}}" for name, value in fields.items()) + "}"
    listed, findings = parse(text, "mine.bib")
    assert [one["key"] for one in listed] == ["ok", "a"]
    (said,) = findings
    assert (said.kind, f"`{odd}` could not be read" in said.message, said.place.line if said.place else 0) == ("odd-field", True, 2)


@pytest.mark.parametrize(
    ("note", "plain"),
    [
        (r"\href{https://example.org/a.pdf}{PDF}", "PDF"),
        (r"See \textcolor{red}{this}", "See this"),
        (r"\colorbox{red} {this}", "this"),
        (r"\href", r"\href"),
        (r"\textcolor{red}", ""),
    ],
)
def test_addresses_and_colours_are_no_text(note: str, plain: str) -> None:
    assert plain in str(only(f"title={{W}}, note={{{note}}}").get("note", ""))


# ---------------------------------------------------------------- maths


@pytest.mark.parametrize(
    "title",
    [
        "Splitting of H$_2$O on Al$_2$O$_3$ and TiO$_2$",
        "Superconductivity in La$_{2-x}$Sr$_x$CuO$_4$",
        "Doping of CO$_2$",
        "Spins of $^{3}$He and $^{13}$C2",
        "Widgets for x$^2$y",
    ],
)
def test_a_formula_stays_as_typed(title: str) -> None:
    assert only(f"title={{{title}}}")["title"] == title
    printed = exported_title(title)
    assert printed.replace("{H}", "H").count("$") == title.count("$")
    assert "\\$" not in printed


@pytest.mark.parametrize("title", ["From US$5 to A$6", "It costs $5 and $6", "Cash$ and dollar$ again"])
def test_money_is_no_maths(title: str) -> None:
    assert exported_title(title).count("\\$") == title.count("$")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (r"The 2\({}^{\mbox{nd}}\) Workshop", "The 2nd Workshop"),
        (r"The 5$^{th}$ Workshop", "The 5th Workshop"),
        (r"The 21$^{\rm st}$ Workshop", "The 21st Workshop"),
        (r"The 3${}^{\text{rd}}$ Workshop", "The 3rd Workshop"),
        (r"The 4\textsuperscript{th} Workshop", "The 4th Workshop"),
    ],
)
def test_ordinals_are_text(typed: str, plain: str) -> None:
    assert only(f"title={{{typed}}}")["title"] == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (r"$\less$p$\greater$A $\less$em$\greater$Tachycines$\less$/em$\greater$$\less$/p$\greater$", "A Tachycines"),
        (r"{\textless}i{\textgreater}E. coli{\textless}/i{\textgreater} strains", "E. coli strains"),
        (r"Growth of $<$i$>$E. coli$<$/i$>$", "Growth of E. coli"),
        (r"H&lt;sub&gt;2&lt;/sub&gt;O", "H2O"),
        (r"Where p $\less$ 0.05", "Where p $<$ 0.05"),
    ],
)
def test_html_that_was_made_latex_is_none_of_the_title(typed: str, plain: str) -> None:
    assert only(f"title={{{typed}}}")["title"] == plain


# ---------------------------------------------------------------- braces


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        (r"Deep {Sobolev} Training and the {Viola}-{Jones} Detector", r"Deep {Sobolev} Training and the {Viola}-{Jones} Detector"),
        (r"{The Whole Title Is Protected}", r"{The Whole Title Is Protected}"),
        (r"The {LLM} Book on {FlashAttention}", "The LLM Book on FlashAttention"),
        (r"A {Raft-based} Store by {G}rainger", r"A {Raft-based} Store by {G}rainger"),
        (r"Causes: {A} Formal Approach", "Causes: A Formal Approach"),
        (r"Nested {{Kolmogorov} Complexity}", r"Nested {Kolmogorov Complexity}"),
        (r"{\"U}ber {widgets}", "Über widgets"),
    ],
)
def test_braces_that_keep_a_capital_survive_and_no_others(typed: str, listed: str) -> None:
    assert only(f"title={{{typed}}}")["title"] == listed


@pytest.mark.parametrize("typed", ["Deep {Sobolev} Training", "{The Whole Title Is Protected}", "A {Raft-based} Store"])
def test_braces_are_printed_for_bibtex_and_shown_to_nobody(typed: str) -> None:
    made = round_trip(f"@article{{a, author={{A B}}, journal={{Nature}}, year=2014, title={{{typed}}}}}")
    assert made.exported[0].fields["title"] == typed
    assert made.library.publications[0].title == typed.replace("{", "").replace("}", "")


# ---------------------------------------------------------------- DOIs


@pytest.mark.parametrize(
    "typed",
    [
        "10.1175/1520-0493(1987)115%3C1606:GARSPP%3E2.0.CO;2",
        r"10.1175/1520-0493(1987)115{\textless}1606:GARSPP{\textgreater}2.0.CO;2",
        r"10.1175/1520-0493(1987)115\textless1606:GARSPP\textgreater2.0.CO;2",
        r"10.1175/1520-0493(1987)115\textless{}1606:GARSPP\textgreater{}2.0.CO;2",
        "10.1175/1520-0493(1987)115$<$1606:GARSPP$>$2.0.CO;2",
        r"10.1175/1520-0493(1987)115\ensuremath{<}1606:GARSPP\ensuremath{>}2.0.CO;2",
        "10.1175/1520-0493(1987)115&lt;1606:GARSPP&gt;2.0.CO;2",
        r"https://doi.org/10.1175/1520-0493(1987)115\%3C1606:GARSPP\%3E2.0.CO;2",
    ],
)
def test_one_doi_in_all_its_escapes(typed: str) -> None:
    assert only(f"title={{W}}, doi={{{typed}}}")["doi"] == "10.1175/1520-0493(1987)115<1606:garspp>2.0.co;2"


@pytest.mark.parametrize("typed", ["10/fg7k2", "https://doi.org/10/FG7K2", "doi.org/10/fg7k2", "n/a"])
def test_what_is_no_whole_doi_is_said(typed: str) -> None:
    (one,), (said,) = parse(f"@misc{{a, title={{W}}, doi={{{typed}}}}}", "mine.bib")
    assert ("doi" in one, said.kind) == (False, "odd-doi")
    assert one.get("url") == (f"https://doi.org/{typed[typed.index('10/') :]}" if "10/" in typed else None)


# ---------------------------------------------------------------- encodings

SMART = "“Smart” naïve O’Neil – Müller…"


@pytest.mark.parametrize(
    "given",
    [
        SMART.encode("cp1252"),
        SMART.encode(),
        SMART.encode("utf-16"),
        SMART.encode("cp1252").decode("latin-1").encode(),
        SMART[:10].encode() + SMART[10:].encode("cp1252"),
    ],
    ids=["windows-1252", "utf-8", "utf-16", "read as latin-1 before", "both in one file"],
)
def test_text_of_windows_1252_is_read(given: bytes) -> None:
    head, tail = "@misc{a, title={", "}}"
    wide = given.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = (head + SMART + tail).encode("utf-16") if wide else head.encode() + given + tail.encode()
    assert parse(text, "mine.bib")[0][0]["title"] == SMART
