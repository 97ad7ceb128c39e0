"""Which hosts asked to be left alone just now, read from the state folder that all lists and processes of the user share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubtrack.app.workspace import Workspace
from pubtrack.config import state_folder
from pubtrack.errors import StoreUnusable
from pubtrack.model.catalogue import SERVICES
from pubtrack.model.count import Attempt

if TYPE_CHECKING:
    from pubtrack.http.hosts import Cooling


def pause_of(workspace: Workspace, source: str) -> Cooling | None:
    """The pause of this source's host; None where it asked for none, or where that cannot be read: whoever asks will be told."""
    from pubtrack.http.hosts import Hosts
    from pubtrack.http.origins import host_of, origin

    if source not in SERVICES:
        return None
    try:
        return Hosts(state_folder(workspace.environ)).cooling(host_of(origin(source, workspace.environ)), workspace.now())
    except StoreUnusable:
        return None


def skipped_for(workspace: Workspace, source: str) -> Attempt | None:
    """That pause as an attempt of which the publication is open: what is due at this source waits for it."""
    from pubtrack.http import messages

    pause = pause_of(workspace, source)
    if pause is None:
        return None
    detail = messages.cooling(pause.until, pause.reason)
    return Attempt(publication="", source=source, at=workspace.now(), outcome="skipped", kind="cooling", detail=detail)
