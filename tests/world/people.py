"""What the services hold of Shengyu Liu, whose list is shipped: real papers, invented counts, and what is easily taken for them.

arXiv's author lists are longer than the CV's: DistServe has an eighth author, the serving paper of 2023 a ninth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tests.world.dblp import JOURNAL
from tests.world.papers import Paper
from tests.world.profiles import Profile, Row

if TYPE_CHECKING:
    from tests.world.world import World

PROFILE_ID = "AAAAAAAAAAAJ"
RETITLED = "Optimizing RLHF Training for Large Language Models with Stage Fusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShengyuLiu:
    """The four papers, the profile, and its four rows."""

    loongserve: Paper
    distserve: Paper
    rlhfuse: Paper
    fastserve: Paper
    profile: Profile
    rows: dict[str, Row]


def shengyu_liu(world: World, *, noise: bool = True, retitled: bool = True) -> ShengyuLiu:
    """Fill the world. Without `noise` there is nothing besides the four; `retitled` gives RLHFuse its later title on arXiv."""
    loongserve, distserve, fastserve = _loongserve(world), _distserve(world), _fastserve(world)
    rlhfuse = _rlhfuse(world, retitled=retitled)
    profile = world.profile(PROFILE_ID, name="Shengyu Liu")
    profile.cites_per_year = {2023: 31, 2024: 214, 2026: 627}
    rows = {
        "distserve": profile.row(
            distserve,
            cites=612,
            venue="18th USENIX Symposium on Operating Systems Design and Implementation (OSDI 24), 193-210",
            row_id="u5HHmVD_uO8C",
        ),
        "fastserve": profile.row(
            fastserve,
            title="Fast distributed inference serving for large language models",
            cites=142,
            row_id="d1gkVwhDpl0C",
        ),
        "loongserve": profile.row(
            loongserve,
            title="Loongserve: Efficiently serving long-context large language models with elastic sequence parallelism",
            cites=97,
            venue="Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles, 640-654",
            row_id="u-x6o8ySG0sC",
        ),
        "rlhfuse": profile.row(
            rlhfuse,
            title="Rlhfuse: Efficient rlhf training for large language models with inter-and intra-stage fusion",
            cites=21,
            merged=True,
            row_id="9yKSN-GCB0IC",
        ),
    }
    if noise:
        _noise(world, profile)
    _on_dblp(world, loongserve, distserve, rlhfuse, fastserve, noise=noise)
    _on_semantic_scholar(world, loongserve, distserve, rlhfuse, fastserve, noise=noise)
    _on_openalex(world, loongserve, distserve, rlhfuse, fastserve, noise=noise)
    _on_crossref(world, loongserve, noise=noise)
    return ShengyuLiu(loongserve=loongserve, distserve=distserve, rlhfuse=rlhfuse, fastserve=fastserve, profile=profile, rows=rows)


def _loongserve(world: World) -> Paper:
    return world.paper(
        "LoongServe: Efficiently Serving Long-Context Large Language Models with Elastic Sequence Parallelism",
        authors=["Bingyang Wu", "Shengyu Liu", "Yinmin Zhong", "Peng Sun", "Xuanzhe Liu", "Xin Jin"],
        arxiv="2404.09526",
        published="2024-04-15",
        updated="2024-10-29",
        version=2,
        categories=["cs.DC", "cs.LG"],
        abstract="The context window of large language models (LLMs) is rapidly increasing.\nRequests differ more & more.",
        comment="SOSP 2024",
        doi="10.1145/3694715.3695948",
    )


def _distserve(world: World) -> Paper:
    return world.paper(
        "DistServe: Disaggregating Prefill and Decoding for Goodput-optimized Large Language Model Serving",
        authors=["Yinmin Zhong", "Shengyu Liu", "Junda Chen", "Jianbo Hu", "Yibo Zhu", "Xuanzhe Liu", "Xin Jin", "Hao Zhang"],
        arxiv="2401.09670",
        published="2024-01-18",
        updated="2024-06-06",
        version=3,
        categories=["cs.DC"],
        abstract="  DistServe assigns prefill and decoding to different GPUs.",
        comment="OSDI 2024",
    )


def _rlhfuse(world: World, *, retitled: bool) -> Paper:
    paper = world.paper(
        "RLHFuse: Efficient RLHF Training for Large Language Models with Inter- and Intra-Stage Fusion",
        authors=[
            *("Yinmin Zhong", "Zili Zhang", "Bingyang Wu", "Shengyu Liu", "Yukun Chen", "Changyi Wan"),
            *("Hanpeng Hu", "Lei Xia", "Ranchen Ming", "Yibo Zhu", "Xin Jin"),
        ],
        arxiv="2409.13221",
        published="2024-09-20",
        categories=["cs.LG", "cs.CL", "cs.DC"],
        abstract="Reinforcement Learning from Human Feedback (RLHF) enhances the alignment of $\\pi_\\theta$ with people.",
    )
    paper.revise(on=date(2024, 9, 25))
    if retitled:
        paper.revise(on=date(2025, 4, 22), title=RETITLED)
    return paper


def _fastserve(world: World) -> Paper:
    return world.paper(
        "Fast Distributed Inference Serving for Large Language Models",
        authors=[
            *("Bingyang Wu", "Yinmin Zhong", "Zili Zhang", "Shengyu Liu", "Fangyue Liu"),
            *("Yuanhang Sun", "Gang Huang", "Xuanzhe Liu", "Xin Jin"),
        ],
        arxiv="2305.05920",
        published="2023-05-10",
        updated="2024-09-23",
        version=3,
        categories=["cs.LG", "cs.DC"],
        abstract="Large language models (LLMs) power a new generation of interactive AI applications.",
    )


def _noise(world: World, profile: Profile) -> None:
    """Near misses on arXiv, other people's papers, and rows of the profile that belong to nothing on the list."""
    world.paper(
        "DistServe: Disaggregating Prefill and Decoding for Goodput-optimized Large Language Model Serving, Revisited",
        authors=["Ada Example", "Ben Example"],
        arxiv="2502.90001",
        published="2025-02-03",
    )
    world.paper(
        "Disaggregating Prefill and Decoding for Large Language Model Serving: A Survey",
        authors=["Cora Example", "Shengyu Liu"],
        arxiv="2503.90002",
        published="2025-03-04",
    )
    world.paper(
        "Distributed Inference Serving for Large Language Models",
        authors=["Dan Example", "Xin Jin"],
        arxiv="2306.90003",
        published="2023-06-05",
    )
    namesake = world.paper(
        "Measurement of the $\\tau$ lepton's life time in $e^+e^-$ collisions",
        authors=["Eve Example", "Shengyu Liu", "Finn Example"],
        arxiv="1905.90004",
        published="2019-05-06",
        categories=["hep-ex"],
    )
    profile.row(namesake, cites=1502, venue="Physical Review D 99 (5), 052003", row_id="2osOgNQ5qMEC")
    profile.row("Poster: Serving long contexts", authors="S Liu", cites=None, year=None, row_id="qjMakFHDy7sC")
    profile.row(
        "Efficient serving of large language models with elastic …", authors="S Liu, X Jin", cites=3, year=2025, row_id="zYLM7Y9cAGgC"
    )


def _on_dblp(world: World, loongserve: Paper, distserve: Paper, rlhfuse: Paper, fastserve: Paper, *, noise: bool) -> None:
    """Three published records and four twins; with noise, what others wrote under the same words."""
    dblp = world.dblp
    dblp.numbered |= {"Xin Jin": "Xin Jin 0008", "Hao Zhang": "Hao Zhang 0022", "Peng Sun": "Peng Sun 0005"}
    dblp.holds(loongserve, key="conf/sosp/WuLZSLJ24", venue="SOSP", year=2024, pages="640-654")
    usenix = "https://www.usenix.org/conference"
    dblp.holds(
        distserve, key="conf/osdi/ZhongLCHZLJ024", venue="OSDI", year=2024, pages="193-210", ee=f"{usenix}/osdi24/presentation/zhong-yinmin"
    )
    dblp.holds(
        rlhfuse,
        key="conf/nsdi/ZhongZWLCWHXMZJ25",
        title=RETITLED,
        venue="NSDI",
        year=2025,
        pages="489-503",
        ee=f"{usenix}/nsdi25/presentation/zhong",
        corr_title="RLHFuse: Efficient RLHF Training for Large Language Models with Inter- and Intra-Stage Fusion",
    )
    dblp.holds(fastserve)
    if noise:
        survey = "Fast Distributed Inference Serving for Large Language Models: A Survey"
        dblp.holds(
            Paper(title=survey, authors=["Dan Example"]), key="journals/csur/Example25", kind=JOURNAL, venue="ACM Comput. Surv.", year=2025
        )
        again = Paper(title=f"{distserve.title}, Revisited", authors=["Ada Example", "Ben Example"], arxiv="2502.90001")
        dblp.holds(again, key="conf/eurosys/ExampleE25", venue="EuroSys", year=2025, pages="1-15")
        tuned = Paper(title=f"{RETITLED} and Pipelining", authors=["Cora Example", "Eve Example"])
        dblp.holds(tuned, key="conf/mlsys/ExampleE26", venue="MLSys", year=2026)


def _on_semantic_scholar(world: World, loongserve: Paper, distserve: Paper, rlhfuse: Paper, fastserve: Paper, *, noise: bool) -> None:
    """One record a work; with noise, a paper of others whose title is DistServe's and which is cited more."""
    held = world.semantic_scholar
    held.holds(
        loongserve,
        cites=88,
        influential=9,
        dblp="conf/sosp/WuLZSLJ24",
        venue="Symposium on Operating Systems Principles",
        publication_venue={"id": "e1", "name": "Symposium on Operating Systems Principles", "type": "conference"},
        types=["JournalArticle", "Conference"],
        journal={"name": "Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles", "pages": "640-654"},
    )
    held.holds(
        distserve,
        cites=540,
        influential=61,
        dblp="conf/osdi/ZhongLCHZLJ024",
        venue="USENIX Symposium on Operating Systems Design and Implementation",
        journal={"pages": "193-210"},
    )
    held.holds(
        rlhfuse,
        cites=17,
        influential=1,
        title=RETITLED,
        dblp="conf/nsdi/ZhongZWLCWHXMZJ25",
        venue="Symposium on Networked Systems Design and Implementation",
        types=["JournalArticle", "Conference"],
        journal={"pages": "489-503"},
    )
    held.holds(
        fastserve,
        cites=131,
        influential=8,
        dblp="journals/corr/abs-2305-05920",
        venue="arXiv.org",
        publication_venue={"id": "e2", "name": "arXiv.org", "alternate_names": ["ArXiv"], "url": "https://arxiv.org"},
        journal={"name": "ArXiv", "volume": "abs/2305.05920"},
    )
    if noise:
        again = Paper(title=distserve.title, authors=["Ada Example", "Ben Example"], published=date(2025, 2, 3))
        held.holds(again, cites=702, venue="European Conference on Computer Systems", types=["Conference"])


def _on_crossref(world: World, loongserve: Paper, *, noise: bool) -> None:
    """Only what ACM published; with noise, what a search for its title brings before it: an erratum, and the same words by others."""
    sosp = "Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles"
    crossref = world.crossref
    if noise:
        title = f"Erratum to LoongServe: {loongserve.title}"
        erratum = Paper(title=title, authors=loongserve.authors, published=date(2025, 6, 7))
        crossref.holds(erratum, doi="10.1145/3790001.3790002", container=sosp, update_to=[("erratum", "10.1145/3694715.3695948")])
        again = Paper(title=f"Serving {loongserve.title}", authors=["Ada Wu", "Ben Example"], published=date(2025, 2, 3))
        crossref.holds(again, doi="10.1145/3790003.3790004", cites=411, container="ACM Transactions on Example Systems", volume="4")
    crossref.holds(
        loongserve,
        cites=34,
        type="proceedings-article",
        container=sosp,
        event={
            "name": "SOSP '24: ACM SIGOPS 30th Symposium on Operating Systems Principles",
            "location": "Austin TX USA",
            "acronym": "SOSP '24",
        },
        event_on="2024-11-04",
        pages="640-654",
        printed="2024-11-04",
        online="2024-11-15",
    )


def _on_openalex(world: World, loongserve: Paper, distserve: Paper, rlhfuse: Paper, fastserve: Paper, *, noise: bool) -> None:
    """Four works, LoongServe's preprint merged into what ACM published; with noise, others' works with all words of a title, cited more."""
    openalex = world.openalex
    openalex.holds(
        loongserve,
        cites=39,
        id="W4394855001",
        venue="Symposium on Operating Systems Principles",
        publisher="Association for Computing Machinery",
        container="Proceedings of the ACM SIGOPS 30th Symposium on Operating Systems Principles",
        raw_type="proceedings-article",
        published="2024-11-04",
        pages=("640", "654"),
        counts_by_year={2024: 0, 2025: 19, 2026: 20},
    )
    openalex.holds(distserve, cites=210, type="preprint", counts_by_year={2024: 41, 2025: 90, 2026: 79})
    openalex.holds(rlhfuse, cites=8, type="preprint", title=rlhfuse.earlier[1].title, counts_by_year={2025: 3, 2026: 5})
    openalex.holds(fastserve, cites=61, type="preprint", counts_by_year={2024: 20, 2025: 22, 2026: 19})
    if noise:
        again = Paper(title=distserve.title, authors=["Ada Example", "Ben Example"], published=date(2025, 2, 3))
        openalex.holds(again, cites=1204, doi="10.5555/3790001.3790003", venue="European Conference on Computer Systems")
        applied = Paper(title=f"{fastserve.title} in Speech Separation", authors=["Dan Example", "Xin Jin"], published=date(2024, 3, 4))
        openalex.holds(applied, cites=903, doi="10.5555/3790001.3790004", venue="Journal of Examples", venue_type="journal")
