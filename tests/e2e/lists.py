"""Lists for the end-to-end tests: the shipped one, tied to the world's profile, and small ones made of papers. Pure but for reading it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.world import Paper
from tests.world.people import PROFILE_ID

SOURCES = ("arxiv", "google_scholar", "openalex", "semantic_scholar", "crossref", "dblp", "datacite")
PACE = f"pace: {{{', '.join(f'{name}: 0' for name in SOURCES)}}}"
AT_ONCE = f"settings: {{{PACE}}}\n"
LOONGSERVE, DISTSERVE, RLHFUSE, FASTSERVE = "wu2024loongserve", "zhong2024distserve", "zhong2024rlhfuse", "wu2023fast"
FOUR = {LOONGSERVE: 97, DISTSERVE: 612, RLHFUSE: 21, FASTSERVE: 142}

_SHIPPED = Path(__file__).resolve().parents[2] / "publications.yaml"
_COMMENT = "  # google_scholar: the twelve characters after user= in the address of the profile\n"


def shipped(*, profile: str | None = PROFILE_ID, settings: str = AT_ONCE) -> str:
    """The list that ships, with a profile id where its comment says, and without pauses between requests."""
    text = _SHIPPED.read_text(encoding="utf-8")
    assert _COMMENT in text
    return text.replace(_COMMENT, f"  google_scholar: {profile}\n" if profile else "") + settings


def listing(papers: Sequence[Paper], *, name: str = "Shengyu Liu", profile: str | None = PROFILE_ID, settings: str = AT_ONCE) -> str:
    """A list of these papers by title, authors and year, with their arXiv ids."""
    author = f"author: {{name: {name}, google_scholar: {profile}}}\n" if profile else f"author: {name}\n"
    return author + settings + "publications:\n" + "".join(entry(paper) for paper in papers)


def entry(paper: Paper, **more: str) -> str:
    fields = {"title": json.dumps(paper.title, ensure_ascii=False), "authors": json.dumps(", ".join(paper.authors), ensure_ascii=False)}
    fields |= {"year": str(paper.published.year)} | ({"arxiv": paper.arxiv} if paper.arxiv else {}) | more
    return "  - " + "\n    ".join(f"{field}: {value}" for field, value in fields.items()) + "\n"
