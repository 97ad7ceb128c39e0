"""Asking on behalf of a command: the lock, the progress on a terminal, and nothing when nothing is due."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from pubtrack.model.catalogue import title

CITING = "citing"  # the task that counts pages of citing works

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubtrack.app.citing_reader import CitingPageRead
    from pubtrack.app.due_now import Due
    from pubtrack.app.refresh_loop import AnswerSaved, Unanswered
    from pubtrack.app.workspace import Workspace
    from pubtrack.cli.context import Context


def ask(context: Context, workspace: Workspace, due: Due, *, seconds: float, is_alone: bool = False, citing: bool = False) -> None:
    """Ask what is due for that long at most, showing on a terminal who is asked and how far it is.

    Where nothing is due, nothing of what asks is loaded. `is_alone`: the lock for refreshing is held already.
    `citing`: who cites is asked too.
    """
    if due.is_empty and not (citing and due.who_cites):
        workspace.notices.extend(due.findings)
        workspace.record_outcomes(due.cooling)
        return

    from pubtrack.app.refresh import Refresh

    with (
        _progress(context, due) as show,
        closing(Refresh(workspace).run(due, seconds=seconds, is_alone=is_alone, citing=citing)) as events,
    ):
        for event in events:
            show(event)


@contextmanager
def _progress(context: Context, due: Due) -> Iterator[Callable[[AnswerSaved | Unanswered | CitingPageRead], None]]:
    if not sys.stderr.isatty() or context.verbosity < 0:
        yield lambda event: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from pubtrack.app.citing_reader import CitingPageRead
    from pubtrack.app.refresh_loop import AnswerSaved

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=context.console(stderr=True), transient=True) as progress:
        tasks = {name: progress.add_task(title(name), total=len(group)) for name, group in due.publications.items() if group}

        def show(event: AnswerSaved | Unanswered | CitingPageRead) -> None:
            if isinstance(event, AnswerSaved) and event.source in tasks:
                progress.update(tasks[event.source], completed=event.done, total=event.total)
            elif isinstance(event, CitingPageRead):
                if CITING not in tasks:
                    tasks[CITING] = progress.add_task("Citing works", total=None)
                progress.advance(tasks[CITING])

        yield show
