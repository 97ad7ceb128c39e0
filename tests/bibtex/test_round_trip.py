"""What a .bib file says of the kind of work and of the book around it comes out of the list as it came in."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bibtex import command
from benchmarks.bibtex.round_trip import round_trip
from pubtrack.bibtex.plain import plain_text

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "recorded" / "bibtex"


def through(fields: str, type_: str = "inproceedings") -> dict[str, str]:
    """The one entry as it is exported, its type under `type`."""
    made = round_trip(f"@{type_}{{k1, title={{Widgets at Work}}, author={{Doe, Jane}}, {fields}}}")
    assert [one.message for one in made.findings] == []
    (entry,) = made.exported
    return {"type": entry.type, **{name: plain_text(value) for name, value in entry.fields.items()}}


@pytest.mark.parametrize(
    ("type_", "fields", "expected"),
    [
        ("inproceedings", "booktitle={Formal Gadgets}, series={LNCS}, volume={8044}, year=2013", {"booktitle": "Formal Gadgets"}),
        ("inproceedings", "booktitle={Formal Gadgets}, series={LNCS}, volume={8044}, year=2013", {"series": "LNCS", "volume": "8044"}),
        ("inproceedings", "booktitle={OSDI}, year=2024", {"booktitle": "OSDI"}),
        ("inproceedings", "series={CHI'23}, year=2023", {"booktitle": "CHI'23"}),
        ("inproceedings", "booktitle={CHI'23}, year=2023", {"booktitle": "CHI'23"}),
        ("inproceedings", "booktitle={Human Factors 2023}, series={CHI '23}, year=2023", {"booktitle": "Human Factors 2023"}),
        ("inproceedings", "booktitle={W. on Gadgets, July 5, 2019}, year=2019", {"booktitle": "W. on Gadgets, July 5, 2019"}),
        ("conference", "booktitle={Gadget Days}, organization={IEEE}, year=2020", {"type": "inproceedings", "organization": "IEEE"}),
        ("incollection", "booktitle={The Gadget Book}, editor={Roe, Ann and Poe, Bo}, year=2020", {"editor": "Roe, Ann and Poe, Bo"}),
        ("incollection", "booktitle={The Gadget Book}, editor={Roe, Ann and others}, year=2020", {"editor": "Roe, Ann and others"}),
        ("inbook", "booktitle={The Gadget Book}, volume=2, chapter=7, publisher={Kumarian}, year=2004", {"chapter": "7", "volume": "2"}),
        ("book", "publisher={Wiley \\& Sons}, edition={Second}, isbn={978-1}, year=2009", {"publisher": "Wiley & Sons", "isbn": "978-1"}),
        ("book", "publisher={Wiley}, address={Hoboken}, edition={2}, year=2009", {"address": "Hoboken", "edition": "2"}),
        ("manual", "organization={Gadget Foundation}, year=2003", {"organization": "Gadget Foundation"}),
        ("dataset", "publisher={Zenodo}, doi={10.5281/zenodo.1}, year=2020", {"publisher": "Zenodo", "doi": "10.5281/zenodo.1"}),
        ("software", "publisher={Zenodo}, year=2020", {"publisher": "Zenodo"}),
        ("article", "journal={Zootaxa}, year=2020", {"journal": "Zootaxa"}),
        ("article", "journal={Annals}, volume={63-II}, number={1--2}, year=2020", {"volume": "63-II", "number": "1–2"}),
        ("article", "journal={Nature}, number=7, publisher={Springer}, year=2020", {"number": "7", "publisher": "Springer"}),
        ("article", "journal={Phys. Rev. X}, eid={031001}, volume=3, year=2020", {"eid": "031001"}),
        ("article", "journal={PACMPL}, articleno={17}, doi={10.1145/3.4}, volume=3, year=2020", {"articleno": "17"}),
        ("article", "journal={CoRR}, volume={abs/2404.00001}, year=2024", {"eprint": "2404.00001"}),
        ("phdthesis", "school={University of Gadgets}, year=2020", {"school": "University of Gadgets"}),
        ("mastersthesis", "school={University of Gadgets}, year=2020", {"school": "University of Gadgets"}),
        ("thesis", "institution={University of Gadgets}, type={phdthesis}, year=2020", {"school": "University of Gadgets"}),
        ("techreport", "institution={Gadget Labs}, number={TR-7}, year=2020", {"institution": "Gadget Labs", "number": "TR-7"}),
        ("misc", "howpublished={Gadget Fair}, year=2020", {"howpublished": "Gadget Fair"}),
        ("online", "url={https://example.org/w}, year=2020", {"url": "https://example.org/w"}),
    ],
)  # fmt: skip
def test_the_kind_of_work_and_what_is_around_it_survive(type_: str, fields: str, expected: dict[str, str]) -> None:
    found = through(fields, type_)
    assert {"type": type_, **expected}.items() <= found.items()


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ("booktitle={Proceedings of the 2020 Conference on Gadgets}, year={2021}", "2021"),
        ("booktitle={TeX90 Conference Proceedings}, month={March}, year={1991}", "1991"),
        ("booktitle={Gadgets 1984 Revisited Workshop}, date={2019-07}", "2019"),
        ("booktitle={Workshop on Gadgets, W 2018, Renton, July 5, 2019}, year={2018}", "2018"),
        ("booktitle={SOSP'23}, date={2024}", "2024"),
    ],
)
def test_a_typed_year_wins_over_one_in_the_name_of_the_venue(fields: str, year: str) -> None:
    assert through(fields)["year"] == year


def test_the_number_of_an_article_is_no_page() -> None:
    found = through("journal={PACMPL}, articleno={17}, numpages={30}, doi={10.1145/3.4}, volume=3, year=2020", "article")
    assert "pages" not in found


def test_the_list_repeats_nothing_that_the_venue_tells() -> None:
    made = round_trip(
        "@inproceedings{k1, title={Widgets}, author={Doe, Jane}, booktitle={Proceedings of the Gadget Conference}, year=2020}"
    )
    assert "type:" not in made.text
    assert "container:" not in made.text


def test_an_entry_of_a_type_that_nobody_knows_is_of_no_stated_type() -> None:
    assert through("howpublished={A fair}, year=2020", "leaflet")["type"] == "misc"


@pytest.mark.slow
@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded files are not here")
def test_real_files_come_out_as_they_came_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(RECORDED)]) == 0
    assert "MISSED" not in capsys.readouterr().out
