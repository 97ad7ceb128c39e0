"""The digest as JSON: each kind of news under its own name, unknown is null. Pure."""

from __future__ import annotations

import json
from typing import Any

from pubtrack.citations.metrics import Margin
from pubtrack.reports.digest import words as say
from pubtrack.text import titles
from pubtrack.text.harmless import harmless_json
from pubtrack.views.news_items import (
    CountChange,
    FirstCitation,
    Milestone,
    NewCitation,
    NewIndex,
    News,
    NoticeNews,
    PublicationNews,
    RecoveredSource,
    SilentSource,
)


def digest(news: News) -> str:
    """One object. `since` is the first day that the news are of (null: since the first observations), `until` the last; both are UTC.

    `publications` holds the titles of those that the news name, by key.
    """
    found: dict[str, Any] = {
        "generated": news.until.isoformat(timespec="seconds"),
        "since": news.since.isoformat() if news.since is not None else None,
        "until": news.until.date().isoformat(),
        "people": [person.name for person in news.people],
        "retractions": [_noticed(one) for one in news.noticed if one.kind == "retracted"],
        "notices": [_noticed(one) for one in news.noticed if one.kind != "retracted"],
        "appeared": [_appeared(one) for one in news.appeared],
        "h_index": [_index(one) for one in news.indices],
        "counts": [_moved(one) for one in news.moved],
        "first_citations": [_first(one) for one in news.first_citations],
        "milestones": [_milestone(one) for one in news.milestones],
        "citing_works": [_cited(one) for one in news.cited],
        "silent_sources": [_silent(one) for one in news.silent],
        "answering_sources": [_answering(one) for one in news.answering],
    }
    named = _named(news)
    found["publications"] = {key: paper.title for key, paper in news.papers.items() if key in named}
    return harmless_json(json.dumps(found, ensure_ascii=False, indent=2)) + "\n"


def _named(news: News) -> set[str]:
    found = {one.publication for one in news.noticed} | {one.publication for one in news.appeared}
    found |= {one.publication for one in news.moved} | {key for one in news.cited for key in (one.publication, *one.also)}
    return found | {short.key for one in news.indices for short in one.margin.nearest}


def _noticed(one: NoticeNews) -> dict[str, Any]:
    return {"publication": one.publication, "message": one.message, "notice": one.detail if one.kind == "notice" else None}


def _appeared(one: PublicationNews) -> dict[str, Any]:
    place = str(one.place) if one.place is not None else None
    return {"publication": one.publication, "message": one.message, "venue": one.venue, "edit": list(one.edit), "place": place}


def _index(one: NewIndex) -> dict[str, Any]:
    return {"person": one.person, "source": one.source, "from": one.before, "to": one.now, "next": _margin(one.margin)}


def _margin(one: Margin) -> dict[str, Any]:
    nearest = [{"publication": short.key, "has": short.has, "needs": short.needs} for short in one.nearest]
    return {"h_index": one.target, "any_of": one.any_of, "nearest": nearest, "new_publications": one.new, "citations": one.total}


def _moved(one: CountChange) -> dict[str, Any]:
    return {
        "publication": one.publication,
        "source": one.source,
        "from": one.before,
        "from_on": one.before_on.isoformat(),
        "to": one.now,
        "to_on": one.now_on.isoformat(),
        "change": one.change,
        "source_id": one.source_id,
        "other_record": one.other_record,
    }


def _first(one: FirstCitation) -> dict[str, Any]:
    return {"publication": one.publication, "source": one.source, "count": one.count, "on": one.on.isoformat()}


def _milestone(one: Milestone) -> dict[str, Any]:
    passed = {"publication": one.publication, "source": one.source, "reached": one.reached}
    return passed | {"count": one.count, "on": one.on.isoformat()}


def _cited(one: NewCitation) -> dict[str, Any]:
    record = one.record
    return {
        "publication": one.publication,
        "also_cites": list(one.also),
        "work": one.work,
        "title": titles.strip_markup(record.title) if record is not None else None,
        "authors": list(record.authors) if record is not None else [],
        "authors_complete": record.authors_complete if record is not None else None,
        "venue": say.venue(record),
        "year": record.year if record is not None else None,
        "url": say.link(one),
        "self_citation_of": list(one.by_themselves),
        "first_seen": one.first_seen.isoformat(),
    }


def _silent(one: SilentSource) -> dict[str, Any]:
    last = one.last_success.isoformat(timespec="seconds") if one.last_success is not None else None
    return {"source": one.source, "last_success": last, "failing_since": one.since.isoformat(timespec="seconds"), "reason": one.reason}


def _answering(one: RecoveredSource) -> dict[str, Any]:
    before = one.silent_since.isoformat(timespec="seconds") if one.silent_since is not None else None
    return {"source": one.source, "last_success": one.last_success.isoformat(timespec="seconds"), "silent_since": before}
