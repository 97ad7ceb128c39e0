"""What the services hold of the richer list (`lists/rich.yaml`): invented works, in every state that a record can be in."""

from __future__ import annotations

from datetime import date

from tests.world import Paper, Profile, World
from tests.world.dblp import JOURNAL

ZOE, WANG, PETROV = "Zoë Müller-Łukasz", "Xiaoming Wang", "Иван Петров"
ADA = "Ada Example"
ZOES_PROFILE, WANGS_PROFILE = "BBBBBBBBBBBJ", "CCCCCCCCCCCJ"
GIVEN = ("Ada", "Ben", "Cora", "Dan", "Eve", "Finn", "Gus", "Hal", "Ida", "Jan", "Kim", "Leo", "Mia", "Ned", "Oda")
EXAMPLES = [f"{given} Example" for given in GIVEN]
RETITLED = "A Preprint Under Its Later Name"


def rich(world: World) -> dict[str, Paper]:
    """Fill the world with them. By name: those that something happens to later."""
    zoe = world.profile(ZOES_PROFILE, name=ZOE, affiliation="Universität für Beispiele")
    wang = world.profile(WANGS_PROFILE, name=WANG, affiliation="Example Institute")
    zoe.cites_per_year = {2022: 12, 2024: 80, 2026: 150}
    wang.cites_per_year = {2023: 40, 2025: 90}
    wang.email_domain = None
    return {
        "latex": _latex(world, zoe, wang),
        "survey": _survey(world, zoe, wang),
        "widgets": _widgets(world, zoe, wang),
        "ids": _ids(world, wang),
        "preprint": _preprint(world, zoe, wang),
        "formula": _formula(world, zoe, wang),
        **_doubtful(world),
        **_foreign(world, zoe),
        **_parts(world, zoe),
        **_new_and_old(world, zoe, wang),
    }


def _latex(world: World, zoe: Profile, wang: Profile) -> Paper:
    """A preprint and its paper: on arXiv, with a DOI, held by all six."""
    paper = world.paper(
        r"Towards 100\% Correct {LaTeX} & BibTeX: the $O(n^2)$ Case of C\# and HTML",
        authors=[ZOE, WANG, "Conan O'Brien", "José García-López", "Ludwig van der Waals III"],
        arxiv="2401.10001",
        published="2024-01-10",
        updated="2024-05-02",
        version=2,
        categories=["cs.PL", "cs.DL"],
        comment="PLDI 2024, 15 pages",
        doi="10.1145/3656001.3656002",
    )
    plain = "Towards 100% Correct LaTeX & BibTeX: the O(n2) Case of C# and HTML"
    proceedings = "Proceedings of the ACM on Programming Languages"
    world.semantic_scholar.holds(paper, cites=31, influential=4, title=plain, venue=proceedings, dblp="journals/pacmpl/MullerW24")
    world.openalex.holds(
        paper, cites=28, id="W4200000001", title=plain, venue=proceedings, venue_type="journal", counts_by_year={2024: 8, 2025: 12, 2026: 8}
    )
    world.crossref.holds(
        paper,
        cites=19,
        title="Towards 100% Correct <i>LaTeX</i> &amp; BibTeX: the O(n<sup>2</sup>) Case of C# and HTML",
        container=proceedings,
        volume="8",
        issue="PLDI",
        pages="101-125",
        printed="2024-06-20",
    )
    world.dblp.holds(
        paper, key="journals/pacmpl/MullerW24", kind=JOURNAL, title=plain, venue="Proc. ACM Program. Lang.", year=2024, volume="8"
    )
    for profile, row in ((zoe, "zLatexzzzzzC"), (wang, "wLatexwwwwwC")):
        profile.row(paper, cites=44, title="Towards 100% correct latex & bibtex: the o (n2) case of c# and html", row_id=row)
    return paper


def _survey(world: World, zoe: Profile, wang: Profile) -> Paper:
    """A journal article of whose authors the list names two."""
    paper = Paper(
        title="A Survey of Surveys", authors=[ZOE, WANG, *EXAMPLES[:9]], published=date(2023, 4, 5), doi="10.1109/TPAMI.2023.1000001"
    )
    journal = "IEEE Transactions on Pattern Analysis and Machine Intelligence"
    world.semantic_scholar.holds(
        paper, cites=210, influential=33, venue=journal, journal={"name": journal, "volume": "45", "pages": "1-20"}
    )
    world.openalex.holds(
        paper,
        cites=180,
        id="W4200000002",
        venue=journal,
        venue_type="journal",
        volume="45",
        issue="7",
        counts_by_year={2024: 70, 2025: 110},
    )
    world.crossref.holds(
        paper,
        cites=150,
        container=journal,
        publisher="IEEE",
        volume="45",
        issue="7",
        pages="1-20",
        printed="2023-07-01",
        online="2023-04-05",
    )
    world.dblp.holds(paper, key="journals/pami/MullerW23", kind=JOURNAL, venue="IEEE TPAMI", year=2023, volume="45", number="7")
    zoe.row(paper, cites=305, venue=f"{journal} 45 (7), 1-20", row_id="zSurveyzzzzC", merged=True)
    wang.row(paper, cites=305, venue=f"{journal} 45 (7), 1-20", row_id="wSurveywwwwC")
    return paper


def _widgets(world: World, zoe: Profile, wang: Profile) -> Paper:
    """What is retracted later on."""
    paper = Paper(
        title="Room-Temperature Widgets in Everyday Air", authors=[WANG, ZOE], published=date(2022, 1, 6), doi="10.1038/s41586-022-00001-1"
    )
    world.semantic_scholar.holds(paper, cites=402, influential=50, venue="Nature")
    world.openalex.holds(paper, cites=377, id="W4200000003", venue="Nature", venue_type="journal", counts_by_year={2022: 100, 2023: 277})
    world.crossref.holds(
        paper, cites=350, container="Nature", publisher="Springer", volume="601", issue="7891", pages="100-107", printed="2022-01-06"
    )
    wang.row(paper, cites=498, venue="Nature 601 (7891), 100-107", row_id="wWidgetswwwC")
    zoe.row(paper, cites=498, venue="Nature 601 (7891), 100-107", row_id="zWidgetszzzC")
    return paper


def _ids(world: World, wang: Profile) -> Paper:
    """Held under the ids that the list gives; what looks more like it is what the list says it is not."""
    paper = Paper(title="What the List Says of Its Ids, Explained", authors=[WANG, ADA], published=date(2023, 10, 1))
    other = Paper(title="What the List Says of Its Ids", authors=[WANG, ADA], published=date(2023, 10, 23))
    world.openalex.holds(paper, cites=7, id="W4100000001", venue="SOSP")
    world.openalex.holds(other, cites=70, id="W4100000002", venue="SOSP")
    world.semantic_scholar.holds(paper, cites=6, sha="00000000000000000000000000000000000000aa", venue="SOSP")
    world.crossref.holds(other, doi="10.5555/7777777.7777778", cites=71, container="SOSP", printed="2023-10-23")
    wang.row(other, cites=12, row_id="wIdswwwwwwwC", venue="SOSP, 2023")
    return paper


def _preprint(world: World, zoe: Profile, wang: Profile) -> Paper:
    """Only on arXiv, where it gets another title later."""
    paper = world.paper(
        "A Preprint That Changed Its Name", authors=[WANG, ZOE, ADA], arxiv="2406.10002", published="2024-06-11", categories=["stat.ML"]
    )
    world.semantic_scholar.holds(paper, cites=5, venue="arXiv.org", journal={"name": "ArXiv", "volume": "abs/2406.10002"})
    world.openalex.holds(paper, cites=3, id="W4200000005", type="preprint", counts_by_year={2025: 1, 2026: 2})
    world.dblp.holds(paper)
    zoe.row(paper, cites=9, row_id="zPreprintzzC")
    wang.row(paper, cites=8, row_id="wPreprintwwC")
    return paper


def _formula(world: World, zoe: Profile, wang: Profile) -> Paper:
    """A very long title with eighteen authors."""
    title = (
        "=SUM(A1:A9) | A Formula, Which Is a Very Long Title Indeed Because Long Titles Are to Be Wrapped in the Table, "
        "at Eighty Columns Several Times, and Cut Nowhere"
    )
    paper = world.paper(title, authors=[ZOE, WANG, PETROV, *EXAMPLES], arxiv="2502.10004", published="2025-02-14", categories=["cs.SE"])
    world.semantic_scholar.holds(paper, cites=2, venue="arXiv.org")
    world.openalex.holds(paper, cites=1, id="W4200000006", type="preprint", counts_by_year={2026: 1})
    zoe.row(paper, cites=None, row_id="zFormulazzzC")
    wang.row(paper, cites=3, row_id="wFormulawwwC")
    return paper


def _doubtful(world: World) -> dict[str, Paper]:
    """What may be a publication of the list and may be none: a year far off, another author, two preprints of one title."""
    tokens = "On the Scheduling of Many Tokens in Large Clusters of Unreliable Accelerators"
    late = Paper(title=tokens, authors=[ZOE, "Bo Example"], published=date(2025, 1, 1))
    with_another = Paper(title=tokens, authors=[ZOE, "Carla Other", "Bo Example"], published=date(2019, 1, 1))
    world.openalex.holds(late, cites=34, id="W1111")
    world.crossref.holds(with_another, doi="10.1145/1111.2222", cites=11, container="ACM Transactions on Many Things")
    for arxiv in ("2402.00011", "2402.00012"):
        world.paper("On the Care of Widgets in Winter and Summer", authors=[ZOE, WANG], arxiv=arxiv, published="2024-02-01")
    return {"late": late}


def _foreign(world: World, zoe: Profile) -> dict[str, Paper]:
    """Chinese, Russian, and letters with everything above and below them."""
    chinese = Paper(
        title="面向大语言模型的高效推理系统与弹性序列并行技术研究",
        authors=["王小明", "金鑫"],
        published=date(2025, 3, 1),
        doi="10.11897/SP.J.1016.2025.00001",
    )
    world.openalex.holds(chinese, cites=4, id="W4200000007", venue="计算机学报", venue_type="journal")
    world.semantic_scholar.holds(chinese, cites=3, title="Research on Efficient Inference Systems", venue="Chinese Journal of Computers")
    russian = Paper(
        title="Об устойчивости разреженных графов в распределённых системах", authors=[PETROV, ZOE], published=date(2025, 3, 20)
    )
    world.openalex.holds(russian, cites=2, id="W4200000008")
    sizes = Paper(
        title="Über die Ähnlichkeit von Größen: naïve façade, τ-leptons in ℝⁿ & «Études» – 50% off",
        authors=[ZOE],
        published=date(2021, 9, 9),
        doi="10.5555/3456789.3456790",
    )
    world.crossref.holds(sizes, cites=6, container="Ærø Workshop on Widgets", type="proceedings-article", pages="e12", printed="2021-09-09")
    world.openalex.holds(sizes, cites=5, id="W4200000009", venue="Ærø Workshop on Widgets", counts_by_year={2022: 2, 2023: 3})
    zoe.row(sizes, cites=11, venue="Ærø Workshop on Widgets, 12", row_id="zSizeszzzzzC")
    return {"russian": russian, "sizes": sizes}


def _parts(world: World, zoe: Profile) -> dict[str, Paper]:
    """Two parts of one series, whose keys would be the same."""
    found = {}
    for number, cites in (("I", 25), ("II", 14)):
        paper = Paper(title=f"Scheduling Widgets, Part {number}", authors=[ZOE, ADA], published=date(2022, 4, 5))
        world.dblp.holds(paper, key=f"conf/eurosys/MullerE22{number.lower()}", venue="EuroSys", year=2022, pages=f"{cites}-{cites + 9}")
        world.semantic_scholar.holds(paper, cites=cites, venue="EuroSys", dblp=f"conf/eurosys/MullerE22{number.lower()}")
        zoe.row(paper, cites=cites + 5, venue="EuroSys, 2022", row_id=f"zPart{number}"[:9] + "zzC")
        found[f"part {number}"] = paper
    return found


def _new_and_old(world: World, zoe: Profile, wang: Profile) -> dict[str, Paper]:
    """One that has just come out, one whose year the list has wrong, and rows of the profiles that are on no list."""
    accepted = world.paper("Accepted and Not Yet Out", authors=[ZOE, WANG], arxiv="2610.10003", published="2026-10-12")
    world.semantic_scholar.holds(accepted, cites=0, venue="arXiv.org")
    orwell = Paper(title="1984", authors=[WANG], published=date(2022, 6, 8), doi="10.1145/1984.2023")
    world.crossref.holds(orwell, cites=3, type="book", publisher="Secker & Warburg", printed="2022-06-08")
    world.openalex.holds(orwell, cites=2, id="W4200000010", type="book")
    zoe.row("A Row That Is on No List", authors="Z Müller-Łukasz", cites=77, year=2018, row_id="zNoListzzzzC")
    wang.row("另一篇文章", authors="王小明", cites=None, year=None, row_id="wNoListwwwwC")
    return {"accepted": accepted, "orwell": orwell}
