"""The digest as a small page for e-mail: styles inline, readable on light and on dark, nothing loaded from anywhere. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import date

from pubtrack.model.catalogue import title
from pubtrack.reports.digest import words as say
from pubtrack.text.printable import printable
from pubtrack.views.news_items import CountChange, NewCitation, News, Paper

# No colour of paper or ink is set, so that both are the reader's own; the few colours stand out on white and on black.
_BODY = "font:16px/1.5 -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;max-width:44em;margin:1.5em auto;padding:0 1em"
_QUIET = "opacity:.7;font-size:.9em"
_UP, _DOWN, _ALARM = "color:#2a9152", "color:#b07800", "color:#e0433a"
_NUMBER = "padding:0 1em 0 0;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap"
_CELL = "padding:0 1em 0 0;vertical-align:top"
_LIST = "margin:.4em 0;padding-left:1.3em"
_BOX = "border-left:4px solid #e0433a;padding:.2em 0 .2em .8em;margin:1em 0"


def digest(news: News) -> str:
    """One page; every text from outside is shown as it is."""
    today = news.until.date()
    blocks = (_noticed(news), _indices(news), _sections(news, today), _appeared(news), _sources(news, today))
    return "\n".join((*_head(news), *(line for block in blocks for line in block), "</body>", "</html>")) + "\n"


def _head(news: News) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
    yield f"<title>{_text(say.whose(news))}: {_text(say.span(news))}</title>"
    yield "<style>:root{color-scheme:light dark}</style></head>"
    yield f'<body style="{_BODY}">'
    yield f'<h1 style="font-size:1.4em;margin:0">{_text(say.whose(news))}</h1>'
    yield f'<p style="{_QUIET};margin:0 0 1.2em">{_text(say.span(news))}</p>'
    if summary := say.summary(news):
        yield f'<p style="margin:0 0 1.2em">{_text(summary)}</p>'


def _noticed(news: News) -> Iterator[str]:
    for one in news.noticed:
        label = "RETRACTED" if one.kind == "retracted" else "NOTICE"
        shown = _paper(news.papers[one.publication])
        yield f'<div style="{_BOX}"><strong style="{_ALARM}">{label}</strong> <strong>{shown}</strong><br>{_text(one.message)}</div>'


def _indices(news: News) -> Iterator[str]:
    for one in news.indices:
        colour = _UP if one.now > one.before else _DOWN
        margin_words = f'<span style="{_QUIET}">{_text(say.margin_words(one, news))}</span>'
        yield f'<p style="margin:.6em 0"><strong style="{colour}">{_text(say.index(one, news))}</strong><br>{margin_words}</p>'


# ---------------------------------------------------------------- publications


def _sections(news: News, today: date) -> Iterator[str]:
    for one in say.sections(news):
        where = f' <span style="{_QUIET};font-weight:normal">{_text(one.paper.where)}</span>' if one.paper.where else ""
        yield _heading(f"{_paper(one.paper)}{where}")
        yield from (f'<div style="{_UP}"><strong>★ {_text(passed)}</strong></div>' for passed in one.passed)
        if one.moved:
            rows = "".join(_count(moved, today) for moved in one.moved)
            yield f'<table role="presentation" style="border-collapse:collapse;margin:.2em 0">{rows}</table>'
        if one.cited:
            yield f'<div style="margin:.4em 0 0">{_text(say.works(one.cited))}:</div>'
            yield from _items([_work(work, news) for work in one.cited])


def _heading(inner: str) -> str:
    return f'<h2 style="font-size:1.05em;margin:1.4em 0 .2em">{inner}</h2>'


def _count(one: CountChange, today: date) -> str:
    about = "; ".join(part for part in (say.days(one, today), say.remark(one)) if part)
    return (
        f'<tr><td style="{_NUMBER};{_UP if one.change > 0 else _DOWN}"><strong>{one.change:+d}</strong></td>'
        f'<td style="{_CELL}">{_text(title(one.source))}</td><td style="{_NUMBER}">{one.before} → {one.now}</td>'
        f'<td style="{_QUIET}">{_text(about)}</td></tr>'
    )


def _work(one: NewCitation, news: News) -> str:
    lines = [_linked(say.work_title(one), say.link(one))]
    about = " · ".join(part for part in (say.authors(one.record), say.appeared_in(one.record)) if part)
    lines += [f'<span style="{_QUIET}">{_text(about)}</span>'] if about else []
    lines += [f'<span style="{_QUIET}"><em>{_text(remark)}</em></span>' for remark in say.remarks(one, news)]
    return "<br>".join(lines)


# ---------------------------------------------------------------- what to do, and sources


def _appeared(news: News) -> Iterator[str]:
    for one in news.appeared:
        yield _heading(f'<span style="{_UP}">It has appeared:</span> {_paper(news.papers[one.publication])}')
        yield f"<div>{_text(one.message)}</div>"
        if one.edit:
            typed = "\n".join(_text(line) for line in one.edit)
            yield f'<div>{_text(say.to_do(one))}:</div><pre style="margin:.3em 0 0 1em;white-space:pre-wrap">{typed}</pre>'


def _sources(news: News, today: date) -> Iterator[str]:
    if news.silent or news.answering:
        yield _heading("Sources")
        sentences = [f'<span style="{_DOWN}">{_text(say.silent(one, today))}</span>' for one in news.silent]
        yield from _items([*sentences, *(_text(say.answering(one, today)) for one in news.answering)])


def _items(inner: Sequence[str]) -> Iterator[str]:
    yield f'<ul style="{_LIST}">'
    yield from (f'<li style="margin:.3em 0;overflow-wrap:anywhere">{one}</li>' for one in inner)
    yield "</ul>"


def _paper(paper: Paper) -> str:
    return _linked(paper.title, paper.link)


def _linked(text: str, url: str | None) -> str:
    """A link, if the address is one of the web; else the text alone."""
    if url is None or not url.lower().startswith(("https://", "http://")):
        return _text(text)
    return f'<a href="{_text(url)}">{_text(text)}</a>'


def _text(text: str) -> str:
    return html.escape(printable(text), quote=True)
