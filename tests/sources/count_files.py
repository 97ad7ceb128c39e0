"""Files as people's homepages hold them, made in a few words. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

USER = "AAAAAAAAAAAJ"


def al_folio(
    rows: Mapping[str, Any], day: str | None = "2030-01-07", *, user: str = USER, titles: Mapping[str, str] | None = None
) -> bytes:
    """`rows`: article → what stands for its citations."""
    lines = ["metadata:", f"  last_updated: '{day or ''}'", "papers:"]
    for row, citations in rows.items():
        title = (titles or {}).get(row, f"Article {row}")
        lines += [f"  {user}:{row}:", f"    citations: {citations}", f"    title: {json.dumps(title)}", "    year: '2029'"]
    return ("\n".join(lines) + "\n").encode()


def gs_data(rows: Mapping[str, Any], updated: str = "2030-01-07 08:44:23.548477", *, scholar_id: str = USER, **more: Any) -> bytes:
    publications = {
        f"{USER}:{row}": {
            "bib": {"title": f"Article {row}", "pub_year": "2029"},
            "author_pub_id": f"{USER}:{row}",
            **({} if citations is ... else {"num_citations": citations}),
        }
        for row, citations in rows.items()
    }
    return json.dumps({"scholar_id": scholar_id, "name": "Ada Example", "publications": publications, "updated": updated, **more}).encode()


def badge(message: str) -> bytes:
    return json.dumps({"schemaVersion": 1, "label": "citations", "message": message}).encode()
