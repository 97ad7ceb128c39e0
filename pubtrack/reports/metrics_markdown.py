"""Metrics as Markdown tables (GitHub's). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pubtrack.reports import metrics_words
from pubtrack.reports.bodies import Body, Standing
from pubtrack.reports.markdown import escape
from pubtrack.reports.metrics_table import bodies, heading
from pubtrack.text.services import title


def metrics_markdown(standing: Standing) -> str:
    """A heading, a table and what is lacking for each person and the group; whatever the titles hold is shown literally."""
    parts = [line for body in bodies(standing) for line in _body(body, standing)]
    closing = [line for one in metrics_words.closing(standing) for line in (escape(one), "")]
    return "\n".join([*parts, *closing]).rstrip("\n") + "\n"


def _body(body: Body, standing: Standing) -> Iterator[str]:
    yield f"# {escape(heading(body, standing))}"
    yield ""
    yield escape(metrics_words.about(body, standing))
    yield ""
    yield "| " + " | ".join(("", *(escape(title(one.source)) for one in body.measures))) + " |"
    yield "|:---|" + "---:|" * len(body.measures)
    for line in metrics_words.lines(body, standing):
        yield "| " + " | ".join(map(escape, (line.label.strip(), *line.cells))) + " |"
    yield ""
    for note in metrics_words.notes(body, standing):
        yield from (escape(note), "")
    titles = {row.entry.publication.key: row.entry.publication.title for row in body.rows}
    for one in body.measures:
        if one.margin is not None:
            yield from (escape(metrics_words.lacking(one, one.margin)), "")
            yield from (f"- {short.needs} (has {short.has}): {escape(titles[short.key])}" for short in one.margin.nearest)
            yield from ("",) if one.margin.nearest else ()
