"""What a workspace's sources are still to be asked about, reckoned with their pace, their budget and their pauses; asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pubtrack.errors import PubtrackError
from pubtrack.model.catalogue import OPENALEX, SEMANTIC_SCHOLAR
from pubtrack.planning.backoff import Places
from pubtrack.planning.outstanding import Outstanding, outstanding, titles_a_day, waiting

if TYPE_CHECKING:
    from pubtrack.app.workspace import Workspace

_KEYS = {OPENALEX: "OPENALEX_API_KEY", SEMANTIC_SCHOLAR: "S2_API_KEY"}


def still_to_ask(workspace: Workspace, last: Places, late: Mapping[str, Iterable[str]]) -> tuple[Outstanding, ...]:
    """Source by source; `last` are the last attempts, `late` what the run that has just ended had no time for."""
    found = waiting(workspace.library, last, late)
    return tuple(_reckoned(workspace, source, len(keys)) for source, keys in found.items())


def _reckoned(workspace: Workspace, source: str, publications: int) -> Outstanding:
    from pubtrack import config
    from pubtrack.app.host_pauses import pause_of
    from pubtrack.http.origins import pace_seconds

    settings, today = workspace.library.settings, workspace.now().date()
    try:
        keys = config.load(workspace.environ)
        pause = pause_of(workspace, source)
    except PubtrackError:  # whoever asks will be told
        keys, pause = {}, None
    pace = pace_seconds(source, settings.pace, with_key=_KEYS.get(source, "") in keys)
    budget = None
    if source == OPENALEX:
        from pubtrack.sources.openalex.source import searches_a_day
        from pubtrack.sources.registry import openalex_budget

        budget = searches_a_day(openalex_budget(settings, keys))
    of, begins = len(workspace.library.publications), max(today, pause.until.date()) if pause is not None else today
    return outstanding(source, publications, of=of, a_day=titles_a_day(pace=pace, budget=budget), today=begins)
