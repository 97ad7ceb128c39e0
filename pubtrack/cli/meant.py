"""What people type who mean something else: the command that does it. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from types import MappingProxyType

_REPORT = "ls list table view all home papers publications print display"
_REFRESH = "update sync fetch pull get download upgrade crawl scrape run ask"
_METRICS = "stats statistics hindex h-index h index i10 summary numbers"
_CITING = "cites citations citers cited-by citedby cited references who"
_SHOW = "info get-paper detail details paper open cat describe"
_DIGEST = "news new-citations changes whatsnew changelog feed email mail"
_SCHEDULE = "cron timer daemon auto automatic systemd watch"
_STATUS = "state health doctor ping sources"
_REVIEW = "decide confirm doubts match matches resolve"
_EDIT = "edit add new create insert append remove rm delete set modify change rename"
_BEGIN = "init start setup begin quickstart"
_LIST = "publications.yaml is yours to edit: "


def _all(words: str, meant: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), meant)


# What is typed after `pubtrack` → what to do instead. What stands in backquotes is a command.
MEANT: Mapping[str, str] = MappingProxyType(
    {
        **_all(_REPORT, "`pubtrack report` shows the list"),
        **_all(_REFRESH, "`pubtrack refresh` asks the services"),
        **_all(_METRICS, "`pubtrack metrics` shows h-index and the like"),
        **_all(_CITING, "`pubtrack citing` shows who cites"),
        **_all(_SHOW, "`pubtrack show KEY` shows one publication"),
        **_all(_DIGEST, "`pubtrack digest` tells what is new"),
        **_all(_SCHEDULE, "`pubtrack schedule install` refreshes by itself"),
        **_all(_STATUS, "`pubtrack status` shows how each source stands"),
        **_all(_REVIEW, "`pubtrack review` asks what only you can decide"),
        **_all(_EDIT, f"{_LIST}open it in an editor, or take in a file with `pubtrack import FILE`"),
        **_all(_BEGIN, f"{_LIST}write it in an editor, or begin it with `pubtrack import scholar-page --new FILE`"),
        **_all("bib bibtex latex tex biblatex cite", "`pubtrack export bibtex` writes BibTeX"),
        **_all("csv", "`pubtrack export csv` writes a table for spreadsheets"),
        **_all("json", "`pubtrack export json` writes it for programs"),
        **_all("markdown md", "`pubtrack export markdown` writes it for a page"),
        **_all("save dump write", "`pubtrack export` writes the publications for other programs"),
        **_all("load read ingest", "`pubtrack import FILE` takes in what you have"),
        **_all("accept approve link yes", "`pubtrack pin KEY SOURCE=ID` says that a record is that publication"),
        **_all("unpin unlink not no wrong exclude", "`pubtrack reject KEY SOURCE=ID` says that a record is not that publication"),
        **_all("explain reason provenance source", "`pubtrack why KEY` shows where each fact comes from"),
        **_all("graph plot trend timeline log series", "`pubtrack history` shows how counts grew"),
        **_all("dry-run estimate cost preview", "`pubtrack plan` shows what a refresh would ask"),
        **_all("help man usage", "`pubtrack --help` lists the commands, `pubtrack COMMAND --help` explains one"),
        **_all("version", "`pubtrack --version` shows it"),
        **_all("config settings configure", f"{_LIST}`settings:` in it is explained in the README"),
    }
)

# The same within a group of commands.
_BIBTEX = _all("bib tex latex biblatex", "bibtex")
WITHIN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "export": {
            **_BIBTEX,
            **_all("md", "markdown"),
            **_all("table spreadsheet excel xlsx tsv", "csv"),
            **_all("jsonl yaml csl", "json"),
        },
        "import": {**_BIBTEX, **_all("scholar google google-scholar html page profile", "scholar-page")},
        "schedule": {
            **_all("add create enable on start new set", "install"),
            **_all("rm delete uninstall disable off stop end", "remove"),
            **_all("list ls state health", "status"),
            **_all("print preview view", "show"),
            **_all("actions github-actions gh ci workflow", "github"),
        },
    }
)


def instead(path: str, typed: str, known: Collection[str]) -> str:
    """What to type instead of this word after the command `path` ("" for pubtrack itself), as the end of a sentence."""
    near = difflib.get_close_matches(typed.lower(), known, n=1, cutoff=0.7)
    meant = WITHIN.get(path, {}).get(typed.lower()) if path else MEANT.get(typed.lower())
    if not path and meant is not None:
        return meant
    if meant is not None or near:
        return f"did you mean {meant or near[0]}?"
    return "`pubtrack --help` lists them" if not path else f"those are {', '.join(sorted(known))}"
