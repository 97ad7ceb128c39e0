"""The digest in Markdown (GitHub's), fit for the body of a pull request: whatever the texts hold is shown literally. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from pubtrack.model.catalogue import title
from pubtrack.reports.digest import words as say
from pubtrack.reports.report.markdown import escape as escaped
from pubtrack.text.printable import printable
from pubtrack.views.news_items import CountChange, NewCitation, News, Paper

_WORD_JOINER = "\u2060"  # has no width: after it GitHub sees neither a name to notify nor an issue, an address or a commit
# What GitHub makes into a mention, a reference (also GH-12, owner/name#12), a link or :an_emoji: where it stands bare.
_CALLING = re.compile(r"(?<=@)(?=[\w])|(?<=GH)(?=-\d)|(?<=://)|(?<=\bwww)(?=\.)|(?<=#)(?=\d)|(?<=:)(?=[\w+-]+:)", re.I)
_LINE_MARKS = re.compile(r"^(\d+)([.)])|^([-+=])")


def digest(news: News) -> str:
    """A heading, what nobody may miss, then what is new of each publication, then the sources."""
    today = news.until.date()
    blocks = (_heading(news), _noticed(news), _indices(news), _sections(news, today), _appeared(news), _sources(news, today))
    return "\n".join(line for block in blocks for line in block).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """The text as one line that is shown as it is: no markup, no HTML, nobody notified, nothing referred to."""
    called = _CALLING.sub(_WORD_JOINER, escaped(text))
    return _LINE_MARKS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", called)


def _heading(news: News) -> Iterator[str]:
    yield f"## {escape(say.whose(news))}"
    yield ""
    yield f"{escape(say.span(news))}."
    if summary := say.summary(news):
        yield ""
        yield f"{escape(summary)}."
    yield ""


def _noticed(news: News) -> Iterator[str]:
    for one in news.noticed:
        label = "RETRACTED" if one.kind == "retracted" else "NOTICE"
        yield "> [!CAUTION]" if one.kind == "retracted" else "> [!IMPORTANT]"
        yield f"> **{label}** {_paper(news.papers[one.publication])}: {escape(one.message)}"
        yield ""


def _indices(news: News) -> Iterator[str]:
    for one in news.indices:
        yield f"- **{escape(say.index(one, news))}**. {escape(say.margin_words(one, news))}."
    if news.indices:
        yield ""


def _sections(news: News, today: date) -> Iterator[str]:
    for one in say.sections(news):
        where = f" {escape(one.paper.where)}" if one.paper.where else ""
        yield f"### {_paper(one.paper)}{where}"
        yield ""
        for passed in one.passed:
            yield f"- :star: **{escape(passed)}**"
        for moved in one.moved:
            yield f"- {_count(moved, today)}"
        if one.cited:
            yield f"- {say.works(one.cited)}:"
        for work in one.cited:
            yield f"  - {_work(work, news)}"
        yield ""


def _count(one: CountChange, today: date) -> str:
    remark = f"; {say.remark(one)}" if one.other_record else ""
    return f"{escape(title(one.source))}: {one.before} → **{one.now}** ({one.change:+d}; {say.days(one, today)}{remark})"


def _work(one: NewCitation, news: News) -> str:
    about = ", ".join(part for part in (say.authors(one.record), say.appeared_in(one.record)) if part)
    title_line = f"{linked(say.work_title(one), say.link(one))}{f'. {escape(about)}' if about else ''}"
    remarks = "; ".join(escape(remark) for remark in say.remarks(one, news))
    return f"{title_line} ({remarks})" if remarks else title_line


def _appeared(news: News) -> Iterator[str]:
    if news.appeared:
        yield "### It has appeared"
        yield ""
    for one in news.appeared:
        yield f"- {_paper(news.papers[one.publication])}: {escape(one.message)}."
        if one.edit:
            typed = ", ".join(_code(line) for line in one.edit)
            yield f"  {escape(say.to_do(one))}: {typed}"
    if news.appeared:
        yield ""


def _sources(news: News, today: date) -> Iterator[str]:
    if news.silent or news.answering:
        yield "### Sources"
        yield ""
    for one in news.silent:
        yield f"- :warning: {escape(say.silent(one, today))}"
    for other in news.answering:
        yield f"- {escape(say.answering(other, today))}"


def _paper(paper: Paper) -> str:
    return linked(paper.title, paper.link)


def linked(text: str, url: str | None) -> str:
    """A link, if the address is one of the web; else the text alone."""
    shown = escape(text)
    if url is None or not url.lower().startswith(("https://", "http://")):
        return shown
    return f"[{shown}]({quote(printable(url), safe=':/?#@!$&+,;=%~._-')})"


def _code(text: str) -> str:
    """What is to be typed, between more backticks than it holds."""
    shown = printable(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}" if fence != "`" else f"`{shown}`"
