"""What the sources of a list are still to be asked about, reckoned with their pace, their budget and their pauses; asks nobody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from pubtrack.errors import PubtrackError
from pubtrack.model.catalogue import OPENALEX, SEMANTIC_SCHOLAR
from pubtrack.model.publication import Library, Settings
from pubtrack.planning.outstanding import Outstanding, outstanding, titles_a_day

_KEYS = {OPENALEX: "OPENALEX_API_KEY", SEMANTIC_SCHOLAR: "S2_API_KEY"}


def reckoned(
    found: Mapping[str, Collection[str]], library: Library, *, environ: Mapping[str, str], now: datetime
) -> tuple[Outstanding, ...]:
    """Source by source; `found` are the publications that wait there."""
    return tuple(_reckoned(source, len(keys), library, environ, now) for source, keys in found.items())


def _reckoned(source: str, publications: int, library: Library, environ: Mapping[str, str], now: datetime) -> Outstanding:
    from pubtrack import config
    from pubtrack.app.host_pauses import pause_of
    from pubtrack.http.origins import pace_seconds

    try:
        keys = config.load(environ)
        pause = pause_of(source, environ, now)
    except PubtrackError:  # whoever asks will be told
        keys, pause = {}, None
    settings, begins = library.settings, now.date() if pause is None else max(now, pause.until).date()
    a_day = titles_a_day(
        pace=pace_seconds(source, settings.pace, with_key=_KEYS.get(source, "") in keys), budget=_budget(source, settings, keys)
    )
    return outstanding(source, publications, of=len(library.publications), a_day=a_day, today=begins)


def _budget(source: str, settings: Settings, keys: Mapping[str, str]) -> int | None:
    """The titles that a day's budget suffices for."""
    if source != OPENALEX:
        return None
    from pubtrack.sources.openalex.source import searches_a_day
    from pubtrack.sources.registry import openalex_budget

    return searches_a_day(openalex_budget(settings, keys))
