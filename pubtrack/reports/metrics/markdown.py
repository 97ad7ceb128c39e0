"""Metrics as Markdown tables (GitHub's). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pubtrack.model.catalogue import title
from pubtrack.reports.metrics import words
from pubtrack.reports.metrics.table import bodies, heading
from pubtrack.reports.report.markdown import escape
from pubtrack.views.metrics_view import Body, MetricsView


def metrics_markdown(metrics_view: MetricsView) -> str:
    """A heading, a table and what is lacking for each person and the group; whatever the titles hold is shown literally."""
    parts = [line for body in bodies(metrics_view) for line in _body(body, metrics_view)]
    closing = [line for one in words.closing(metrics_view) for line in (escape(one), "")]
    return "\n".join([*parts, *closing]).rstrip("\n") + "\n"


def _body(body: Body, metrics_view: MetricsView) -> Iterator[str]:
    yield f"# {escape(heading(body, metrics_view))}"
    yield ""
    yield escape(words.about(body, metrics_view))
    yield ""
    yield "| " + " | ".join(("", *(escape(title(one.source)) for one in body.measures))) + " |"
    yield "|:---|" + "---:|" * len(body.measures)
    for line in words.lines(body, metrics_view):
        yield "| " + " | ".join(map(escape, (line.label.strip(), *line.cells))) + " |"
    yield ""
    for note in words.notes(body, metrics_view):
        yield from (escape(note), "")
    titles = {row.entry.publication.key: row.entry.publication.title for row in body.rows}
    for one in body.measures:
        if one.margin is not None:
            yield from (escape(words.margin_words(one, one.margin)), "")
            yield from (f"- {short.needs} (has {short.has}): {escape(titles[short.key])}" for short in one.margin.nearest)
            yield from ("",) if one.margin.nearest else ()
