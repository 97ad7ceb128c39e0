"""Which hosts asked to be left alone just now, read from the state folder that all lists and processes of the user share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from pubtrack.config import state_folder
from pubtrack.errors import StoreUnusable
from pubtrack.model.catalogue import SERVICES
from pubtrack.model.count import Attempt

if TYPE_CHECKING:
    from pubtrack.http.hosts import Cooling


def pause_of(source: str, environ: Mapping[str, str], now: datetime) -> Cooling | None:
    """The pause of this source's host; None where it asked for none, or where that cannot be read: whoever asks will be told."""
    from pubtrack.http.hosts import Hosts
    from pubtrack.http.origins import host_of, origin

    if source not in SERVICES:
        return None
    try:
        return Hosts(state_folder(environ)).cooling(host_of(origin(source, environ)), now)
    except StoreUnusable:
        return None


def skipped_for(source: str, environ: Mapping[str, str], now: datetime) -> Attempt | None:
    """That pause as an attempt of which the publication is open: what is due at this source waits for it."""
    from pubtrack.http import messages

    pause = pause_of(source, environ, now)
    if pause is None:
        return None
    detail = messages.cooling(pause.until, pause.reason)
    return Attempt(publication="", source=source, at=now, outcome="skipped", kind="cooling", detail=detail)
