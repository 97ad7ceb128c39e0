"""The commands that show what is known: every report in every format, order and width, on a terminal and without. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from benchmarks.outputs.commands import Command

WIDTHS = (80, 120, 160)
REPORT = "report --refresh never"
LISTS = {"shipped": "wu2024loongserve", "rich": "mullerlukasz2024100"}  # each with a key of it

# What is shown of both lists, by name: a table is shown at every width, and on a terminal; {key} is the list's.
TABLES: Mapping[str, str] = {
    "report": REPORT,
    "report-sources": f"{REPORT} --sources",
    "show": "show {key}",
    "why": "why {key}",
    "history": "history",
    "history-key": "history {key}",
    "history-profile": "history --profile",
    "metrics": "metrics",
    "status": "status",
    "plan-all": "plan --all",
}
PLAIN: Mapping[str, str] = {
    **{f"report-{form}": f"{REPORT} --format {form}" for form in ("markdown", "csv", "json")},
    **{f"report-sources-{form}": f"{REPORT} --sources --format {form}" for form in ("markdown", "csv", "json")},
    **{f"report-sort-{order}": f"{REPORT} --sort {order}" for order in ("list", "year", "citations", "title", "venue", "change")},
    **{f"history-{form}": f"history --format {form}" for form in ("csv", "json", "markdown")},
    **{f"metrics-{form}": f"metrics --format {form}" for form in ("markdown", "csv", "json")},
    **{f"digest-week-{form}": f"digest --since 7d --format {form}" for form in ("text", "markdown", "html", "json")},
    "show-json": "show {key} --json",
    "why-json": "why {key} --json",
    "why-source": "why {key} openalex",
    "status-json": "status --json",
    "status-key": "status {key}",
    "plan": "plan",
    "plan-json": "plan --all --json",
    "refresh-dry-run": "refresh --dry-run",
    "refresh-dry-run-json": "refresh --all --dry-run --json",
    "export-bibtex": "export bibtex",
    "export-bibtex-unicode": "export bibtex --unicode",
    "export-bibtex-arxiv": "export bibtex --arxiv-as-article",
    "export-bibtex-both": "export bibtex --unicode --arxiv-as-article",
    "review-json": "review --json",
}
# What is shown of the richer list only.
RICH: Mapping[str, str] = {
    "report-reverse": f"{REPORT} --sort citations --reverse",
    "report-year": f"{REPORT} --year 2022-2024",
    "report-venue": f"{REPORT} --venue eurosys --sources",
    "report-status": f"{REPORT} --status submitted --status preprint",
    "report-tag": f"{REPORT} --tag markup --format markdown",
    "report-nothing": f"{REPORT} --tag nothing",
    "report-quiet": f"-q {REPORT}",
    "report-offline": "--offline report",
    "report-verbose": f"-v {REPORT}",
    "report-other-places": f"--library publications.yaml --cache elsewhere {REPORT}",
    "show-number": "show 3",
    "show-retracted": "show wang2022room",
    "show-retracted-json": "show wang2022room --json",
    "show-survey": "show mullerlukaszsurvey",
    "show-pinned": "show wang2023list",
    "show-unknown-everywhere": "show petrov2020nobody",
    "show-formula": "show mullerlukaszsum",
    "show-chinese": "show xiaoming2025mianxiangdayu",
    "why-doubtful": "why mullerlukasz2019scheduling",
    "why-twice": "why mullerlukasz2024care arxiv",
    "why-pinned": "why wang2023list",
    "why-pinned-json": "why wang2023list --json",
    "why-retitled": "why wang2024preprint",
    "history-since": "history --since 2026-11-25",
    "history-source": "history --source openalex --since 30d",
    "history-key-csv": "history mullerlukaszsurvey wang2022room --format csv",
    "history-key-json": "history mullerlukaszsurvey --format json",
    "history-key-markdown": "history 2 --format markdown",
    "history-profile-json": "history --profile --format json",
    "history-profile-person": "history --profile 'Xiaoming Wang' --format csv",
    "metrics-at": "metrics --at 2026-11-24",
    "metrics-at-end-of-year": "metrics --at 2024-12-31 --format json",
    "metrics-source": "metrics --source openalex --source crossref",
    "digest": "digest",
    "digest-peek": "digest --peek",
    "digest-since-a-day": "digest --since 2026-11-23",
    "digest-since-a-day-json": "digest --since 2026-11-23 --format json",
    "digest-since-weeks": "digest --since 2w --format markdown",
    "status-keys": "status mullerlukaszsurvey 3",
    "plan-source": "plan --source dblp --source openalex --all",
    "plan-key": "plan mullerlukaszsurvey --all",
    "review-json-key": "review --json mullerlukasz2024care",
}
HELP = (
    "", "report", "refresh", "plan", "status", "history", "history move", "history import", "metrics", "digest", "schedule",
    "schedule install", "schedule status", "schedule remove", "schedule show", "schedule github", "schedule changed", "show", "why",
    "review", "pin", "reject", "export", "export bibtex", "import", "import bibtex", "import scholar-page", "schema",
)  # fmt: skip
FRAMES = ("publications", "counts", "history", "citing", "attempts")


def reports() -> Iterator[Command]:
    for name, key in LISTS.items():
        yield from _of(name, key)
    for name, words in RICH.items():
        yield Command(name=f"rich/{name}", argv=tuple(shlex.split(words)))
    yield from _first_days()
    yield from _without_a_list()


def _of(name: str, key: str) -> Iterator[Command]:
    kept = f"{name}/4"
    for table, words in TABLES.items():
        argv = tuple(shlex.split(words.format(key=key)))
        for columns in WIDTHS:
            yield Command(name=f"{name}/{table}-{columns}", argv=argv, kept=kept, columns=columns)
        yield Command(name=f"terminal/{name}-{table}", argv=argv, kept=kept, terminal=True)
    for plain, words in PLAIN.items():
        yield Command(name=f"{name}/{plain}", argv=tuple(shlex.split(words.format(key=key))), kept=kept)
    for frame in FRAMES:
        yield Command(name=f"frames/{name}-{frame}", argv=(), kept=kept, program=frame)


def _first_days() -> Iterator[Command]:
    """Before anything is known, and on the days on which something went wrong."""
    for words in ("report --refresh never", "status", "metrics", "history", "digest", "plan", "review", "export bibtex", "show orwell"):
        yield Command(name=f"nothing-known/{words.replace(' ', '-')}", argv=tuple(words.split()), kept="rich/0")
    for name in LISTS:
        for day in (1, 2, 3):
            for words in ("report --refresh never --sources", "status", "digest --since 2d", "review --json"):
                yield Command(name=f"days/{name}-{day}-{words.replace(' ', '-')}", argv=tuple(words.split()), kept=f"{name}/{day}")
    plain = tuple(REPORT.split())
    yield Command(name="terminal/no-color", argv=("--no-color", *plain), terminal=True)
    yield Command(name="terminal/no-color-variable", argv=plain, terminal=True, env={"NO_COLOR": "1"})
    yield Command(name="terminal/forced-color", argv=plain, env={"FORCE_COLOR": "1"})
    yield Command(name="terminal/digest", argv=("digest", "--since", "14d"), terminal=True)
    yield Command(name="terminal/review", argv=("review", "--no-open"), terminal=True, stdin="n\ns\nq\n")
    yield Command(name="terminal/narrow", argv=plain, columns=40)
    yield Command(name="terminal/c-locale", argv=plain, env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})


def _without_a_list() -> Iterator[Command]:
    for words in HELP:
        name = words.replace(" ", "-") or "pubtrack"
        yield Command(name=f"help/{name}", argv=(*words.split(), "--help"), kept="empty", columns=80)
    yield Command(name="help/wide", argv=("refresh", "-h"), kept="empty", columns=160)
    yield Command(name="help/nothing", argv=(), kept="empty", columns=80)
    yield Command(name="help/the-version", argv=("--version",), kept="empty")
    yield Command(name="help/the-schema", argv=("schema",), kept="empty")
    for shell in ("bash", "zsh", "fish"):
        yield Command(name=f"help/completion-{shell}", argv=(), kept="empty", env={"_PUBTRACK_COMPLETE": f"{shell}_source"})
    for typed in ("pubtrack ", "pubtrack re", "pubtrack report --", "pubtrack report --sort "):
        env = {"_PUBTRACK_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1)}
        completed = typed.removeprefix("pubtrack ").strip().replace(" ", "-") or "nothing"
        yield Command(name=f"help/completed-{completed}", argv=(), kept="empty", env=env)
