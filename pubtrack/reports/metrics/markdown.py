"""Metrics as Markdown tables (GitHub's). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pubtrack.model.catalogue import title
from pubtrack.reports.metrics import words
from pubtrack.reports.metrics.table import bodies, heading
from pubtrack.reports.report.markdown import escape
from pubtrack.views.standing import Body, Standing


def metrics_markdown(standing: Standing) -> str:
    """A heading, a table and what is lacking for each person and the group; whatever the titles hold is shown literally."""
    parts = [line for body in bodies(standing) for line in _body(body, standing)]
    closing = [line for one in words.closing(standing) for line in (escape(one), "")]
    return "\n".join([*parts, *closing]).rstrip("\n") + "\n"


def _body(body: Body, standing: Standing) -> Iterator[str]:
    yield f"# {escape(heading(body, standing))}"
    yield ""
    yield escape(words.about(body, standing))
    yield ""
    yield "| " + " | ".join(("", *(escape(title(one.source)) for one in body.measures))) + " |"
    yield "|:---|" + "---:|" * len(body.measures)
    for line in words.lines(body, standing):
        yield "| " + " | ".join(map(escape, (line.label.strip(), *line.cells))) + " |"
    yield ""
    for note in words.notes(body, standing):
        yield from (escape(note), "")
    titles = {row.entry.publication.key: row.entry.publication.title for row in body.rows}
    for one in body.measures:
        if one.margin is not None:
            yield from (escape(words.lacking(one, one.margin)), "")
            yield from (f"- {short.needs} (has {short.has}): {escape(titles[short.key])}" for short in one.margin.nearest)
            yield from ("",) if one.margin.nearest else ()
