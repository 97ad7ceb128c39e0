"""How far two places are from each other: the names under which services know them, and what is never one."""

from __future__ import annotations

import pytest

from pubtrack.model.publication import Publication
from pubtrack.model.record import Record, WorkType
from pubtrack.records.venue_evidence import ANOTHER_VERSION, DIFFERENT, SAME, UNDECIDED, are_two_places, distance
from pubtrack.text.venues import parse_venue


def between(listed: str, offered: str | None, kind: WorkType | None = None) -> float | None:
    publication = Publication(key="k", title="t", venue=parse_venue(listed) if listed else None)
    return distance(publication, Record(source="openalex", source_id="1", title="t", venue=offered, type=kind))


@pytest.mark.parametrize(
    ("listed", "offered"),
    [
        ("NeurIPS", "Neural Information Processing Systems"),
        ("NIPS", "Advances in Neural Information Processing Systems 30"),
        ("SIGMOD", "SIGMOD Conference"),
        ("KDD", "Knowledge Discovery and Data Mining"),
        ("EMNLP", "EMNLP/IJCNLP (1)"),
        ("FSE", "SIGSOFT FSE"),
        ("VLDB", "Proc. VLDB Endow."),
        ("CHI", "Proceedings of the 2019 CHI Conference on Human Factors in Computing Systems"),
        ("ECCV", "Computer Vision – ECCV 2014"),
        ("ICLR", "ICLR (Poster)"),
        ("PRL", "Physical Review Letters"),
        ("Harv. L. Rev.", "Harvard Law Review"),
        ("コンピュータソフトウェア", "コンピュータ ソフトウェア"),
        ("arXiv", "CoRR"),
    ],
)
def test_the_same_place(listed: str, offered: str) -> None:
    assert between(listed, offered) == SAME


@pytest.mark.parametrize(
    ("listed", "offered"),
    [
        ("SIGMOD", "Proc. ACM Manag. Data"),
        ("ASPLOS", "ACM SIGPLAN Notices"),
        ("ICML", "Proceedings of Machine Learning Research"),
        ("Eurographics", "Computer Graphics Forum"),
        ("SIGCOMM", "Conference on Applications, Technologies, Architectures, and Protocols for Computer Communication"),
        ("FAccT", "Proceedings of the 2021 ACM …"),
        ("ICSE Workshop SE4ML", "2019 IEEE/ACM 1st International Workshop on Software Engineering for Machine Learning"),
        ("PETRA", "PErvasive Technologies Related to Assistive Environments"),
        ("Z. Phys.", "Zeitschrift für Physik"),
        ("A&A", "Astronomy & Astrophysics"),
        ("Int. J. Surg.", "International Journal of Surgery"),
        ("Metabolism", "Metabolism: Clinical and Experimental"),
        ("Physical Review E", "Physical review. E, Statistical, nonlinear, and soft matter physics"),
        ("Journal of Neuroscience", "The Journal of neuroscience : the official journal of the Society for Neuroscience"),
        ("Доклады Академии наук СССР", "Докл. АН СССР"),
        ("Доклады Академии наук СССР", "Doklady Akademii Nauk SSSR"),
        ("C. R. Acad. Sci. Paris", "Comptes rendus de l'Académie des sciences"),
        ("University of Chicago Press", "University of Chicago Press eBooks"),
        ("PhD thesis, ETH Zurich", "Doctoral thesis, ETH Zürich"),
    ],
)
def test_what_cannot_be_told_apart(listed: str, offered: str) -> None:
    assert between(listed, offered) in (UNDECIDED, SAME)


@pytest.mark.parametrize(
    ("listed", "offered"),
    [
        ("SOSP", "NSDI"),
        ("SOSP", "ACM Trans. Comput. Syst."),
        ("NeurIPS", "J. Mach. Learn. Res."),
        ("ICML", "ICML Workshop on Widgets"),
        ("HotNets", "SIGCOMM"),
        ("Nature", "Nature Methods"),
        ("Cell", "Cell Reports"),
        ("Blood", "Blood Advances"),
        ("Physica A", "Physica D"),
        ("Physical Review", "Physical Review Letters"),
        ("PLoS Medicine", "BMJ"),
        ("Annals of Internal Medicine", "PLoS Medicine"),
        ("Harvard Law Review", "Yale Law Journal"),
        ("Communications of the ACM", "ACM Queue"),
        ("计算机学报", "物理学报"),
    ],
)
def test_two_places(listed: str, offered: str) -> None:
    assert between(listed, offered) == between(offered, listed) == DIFFERENT


@pytest.mark.parametrize(
    ("listed", "offered", "kind", "expected"),
    [
        ("SOSP", "arXiv", None, ANOTHER_VERSION),
        ("SOSP", None, "preprint", ANOTHER_VERSION),
        ("arXiv", "SOSP", None, ANOTHER_VERSION),
        ("submitted to NSDI", "SOSP", None, ANOTHER_VERSION),
        ("arXiv", "HAL", None, SAME),
        ("SOSP", None, "journal", None),
        ("SOSP", "Springer", None, None),
        ("", "SOSP", None, None),
    ],
)
def test_preprints_and_what_names_no_place(listed: str, offered: str | None, kind: WorkType | None, expected: float | None) -> None:
    assert between(listed, offered, kind) == expected


def test_of_several_names_the_nearest_counts() -> None:
    publication = Publication(key="k", title="t", venue=parse_venue("SIGMOD"))
    record = Record(
        source="crossref",
        source_id="1",
        title="t",
        venue="Widgets Q.",
        container="Widgets Quarterly",
        event="SIGMOD '20",
        type="conference",
    )
    assert distance(publication, record) == SAME


# ---------------------------------------------------------------- two records


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("KDD", "NAACL", "conference"),
        ("KDD", "Proceedings of the 2021 Conference of the North American Chapter of the Association for Computational Linguistics", None),
        ("Knowledge Discovery and Data Mining", "North American Chapter of the Association for Computational Linguistics", "conference"),
        ("VLDB", "SIGMOD Conference", "conference"),
        ("International Conference on Alpha Systems", "Symposium on Beta Machines", "conference"),
        ("Journal of Alpha", "Beta Letters", "journal"),
        ("The Lancet", "BMJ", "journal"),
    ],
)
def test_two_places_of_one_kind(one: str, other: str, kind: WorkType | None) -> None:
    first, second = (Record(source="openalex", source_id=name, title="t", venue=name, type=kind) for name in (one, other))
    assert are_two_places(first, second)
    assert are_two_places(second, first)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("KDD", "Knowledge Discovery and Data Mining", "conference"),
        ("SIGMOD", "Proceedings of the 2018 International Conference on Management of Data", "conference"),
        ("SIGCOMM", "Conference on Applications, Technologies, Architectures, and Protocols for Computer Communication", "conference"),
        ("J. Catal.", "Journal of Catalysis", "journal"),
        ("SOSP", "arXiv preprint arXiv:2401.00001", None),
        ("SOSP", "ACM Transactions on Computer Systems", None),
        ("FAccT", "Proceedings of the 2021 ACM …", "conference"),
        ("SOSP", "", None),
    ],
)
def test_names_of_one_place_and_versions_of_other_kinds(one: str, other: str, kind: WorkType | None) -> None:
    first, second = (Record(source="openalex", source_id=name, title="t", venue=name or None, type=kind) for name in (one, other))
    assert not are_two_places(first, second)
    assert not are_two_places(second, first)
