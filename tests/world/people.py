"""What the services hold of Shengyu Liu, whose list is shipped: real papers, invented counts, and what is easily taken for them.

arXiv's author lists are longer than the CV's: DistServe has an eighth author, the serving paper of 2023 a ninth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

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
