"""Asking on behalf of a command: the lock, the progress on a terminal, and nothing when nothing is due."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pubtrack.text.services import title

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubtrack.app import Workspace
    from pubtrack.cli.context import Context
    from pubtrack.questions import Due
    from pubtrack.refresh import Happened, Unanswered


def ask(context: Context, workspace: Workspace, due: Due, *, seconds: float, wait: float = 0.0) -> None:
    """Ask what is due for that long at most, showing on a terminal who is asked and how far it is.

    Where nothing is due, nothing of what asks is loaded.
    """
    if due.nothing:
        workspace.notices.extend(due.findings)
        workspace.happened(due.cooling)
        return

    from pubtrack.asking import Asking

    with _progress(context, due) as show:
        for event in Asking(workspace).refresh(due, seconds=seconds, wait=wait):
            show(event)


@contextmanager
def _progress(context: Context, due: Due) -> Iterator[Callable[[Happened | Unanswered], None]]:
    if not sys.stderr.isatty() or context.verbosity < 0:
        yield lambda event: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from pubtrack.refresh import Happened

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=context.console(stderr=True), transient=True) as progress:
        tasks = {name: progress.add_task(title(name), total=len(group)) for name, group in due.publications.items() if group}

        def show(event: Happened | Unanswered) -> None:
            if isinstance(event, Happened) and event.source in tasks:
                progress.update(tasks[event.source], completed=event.done, total=event.total)

        yield show
