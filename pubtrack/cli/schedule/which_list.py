"""Which list a `pubtrack schedule` command is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pubtrack.cli.context import Context
    from pubtrack.schedule.installation import TimerTarget


def timer_target(context: Context) -> TimerTarget:
    from pubtrack.library.locate import find_list
    from pubtrack.schedule.installation import target

    return target(find_list(context.library, Path.cwd()), context.cache, context.environ)
