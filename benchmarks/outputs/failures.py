"""What is mistyped, mistaken, unreadable, unreachable or refused: the words and the exit codes of everything that goes wrong."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from filelock import FileLock

from benchmarks.outputs.commands import Command
from benchmarks.outputs.days import LISTS
from benchmarks.outputs.stage import Stage
from tests.world import Fault, Trouble

UNUSABLE: Mapping[str, bytes] = {
    "unquoted-colon": b"author: A B\npublications:\n  - title: One: Two\n    authors: A B\n  - title: Three: Four\n",
    "tab": b"author: A B\npublications:\n\t- title: A Study\n",
    "not-yaml": b"@@@ {{{ ]]",
    "text": b"just some words\n",
    "list": b"- title: A Study\n",
    "two-keys": b"author: A B\npublications:\n  - {title: One, key: same}\n  - {title: Two, key: same}\n",
    "two-fields": b"author: A B\nauthor: C D\n",
    "mapping": b"author: A B\npublications: {title: A}\n",
    "latin-1": "author: José\n".encode("latin-1"),
    "nul": b"author: A\x00B\n",
    "unclosed": b'author: "A B\npublications: []\n',
    "two-documents": b"author: A B\n---\nauthor: C D\n",
    "alias-of-itself": b"publications: &p [*p]\n",
}
FINE: Mapping[str, bytes] = {
    "empty": b"",
    "no-publications": b"author: Shengyu Liu\npublications:\n",
    "unknown-field": b"author: A B\npublications:\n  - {title: A Good Study, authors: A B, yaer: 2024, x-mine: 3}\n",
    "hostile": b'author: A B\npublications:\n  - {title: "x", "\\e[31mtitel[red]": y, arxiv: "\\e]0;owned\\a"}\n',
    "carriage-returns": "\ufeffauthor: A B\r\npublications:\r\n  - {title: Größe, authors: A B, year: 2024}\r\n".encode(),
}
MISTYPED = (
    "nothing", "reprot", "report --frmat csv", "report --format pdf", "report --sort fame", "report --year soon", "report --year -",
    "report --status lost", "report --refresh sometimes", "report extra", "show", "show nokey", "show mullerlukaszsurve", "show 99",
    "why nokey", "why orwell scholr", "history nokey", "history --since never", "history --source scholr", "history --format pdf",
    "metrics --at tomorrow", "metrics --source nobody", "digest --since ages", "digest --format pdf", "refresh --deadline soon",
    "refresh --source googel_scholar", "refresh nokey", "--offline refresh", "plan --source nobody", "status nokey", "pin orwell",
    "pin nokey openalex=W1", "reject orwell openalex=", "review nokey", "import bibtex", "import scholar-page", "history move",
    "history move nokey orwell", "history import", "history import --from-git nowhere:file", "schedule install --every 5h",
    "schedule install --at noon", "schedule github --at noon", "schedule nothing", "export", "export latex", 
    "export bibtex -o no/such/x.bib",
    "--library absent.yaml report", "--library cache report", "--library absent.yaml schedule install", "digest -o no/such/file",
)  # fmt: skip
ILL: Mapping[str, Trouble] = {
    "forbidden": Fault.FORBIDDEN,
    "patience": Fault.retry_after(),
    "busy": Fault.RATE_EXCEEDED,
    "server-error": Fault.SERVER_ERROR,
    "html": Fault.HTML_AS_200,
    "empty": Fault.EMPTY_BODY,
    "cut-short": Fault.CUT_SHORT,
    "reset": Fault.RESET,
    "elsewhere": Fault.REDIRECT_AWAY,
    "not-found": Fault.NOT_FOUND,
    "nothing-found": Fault.EMPTY_RESULT,
}
SCHOLARS_ILLS: Mapping[str, Trouble] = {
    "captcha": Fault.CAPTCHA_200,
    "sign-in": Fault.SIGN_IN_REDIRECT,
    "consent": Fault.CONSENT_PAGE,
    "layout": Fault.UNKNOWN_LAYOUT,
    "empty-profile": Fault.PROFILE_EMPTY,
    "half-a-profile": Fault.PROFILE_HALVED,
    "counts-gone": Fault.COUNTS_GONE,
    "doubled": Fault.DOUBLED_ROWS,
}


def failures() -> Iterator[Command]:
    for name, content in {**UNUSABLE, **FINE, "mistakes": (LISTS / "mistakes.yaml").read_bytes()}.items():
        yield Command(name=f"list/{name}", argv=("--offline", "report"), kept="empty", before=_writes("publications.yaml", content))
    mistakes = _writes("publications.yaml", (LISTS / "mistakes.yaml").read_bytes())
    for words in ("report --format json", "report --format markdown", "plan", "status", "export bibtex", "history", "metrics"):
        argv = ("--offline", *words.split())
        yield Command(name=f"list/mistakes-{words.replace(' ', '-')}", argv=argv, kept="empty", columns=80, before=mistakes)
    for words in ("report", "refresh", "status", "show x", "export bibtex", "import bibtex x.bib", "digest", "metrics", "plan"):
        yield Command(name=f"list/none-{words.replace(' ', '-')}", argv=tuple(words.split()), kept="empty")
    text = (LISTS / "rich.yaml").read_text("utf-8")
    yield Command(name="list/from-stdin", argv=("--library", "-", "--offline", "report"), kept="empty", stdin=text, columns=160)
    for words in MISTYPED:
        yield Command(name=f"mistyped/{words.replace('/', '_').replace(' ', '-')}", argv=tuple(shlex.split(words)))
    yield from _services()
    yield from _cache()


def _services() -> Iterator[Command]:
    again = ("status", "report --refresh never --sources")
    yield Command(name="services/unreachable", argv=("refresh", "--all"), network="nobody", then=again)
    yield Command(name="services/unreachable-report", argv=("report",), kept="shipped/0", network="nobody", then=again)
    yield Command(name="services/unreachable-json", argv=("refresh", "--all", "--json"), kept="shipped/4", network="nobody")
    for name, trouble in ILL.items():
        then = (*again, "refresh", "plan")
        yield Command(name=f"services/{name}", argv=("refresh", "--all"), kept="shipped/4", before=_ill(trouble), then=then)
    for name, trouble in SCHOLARS_ILLS.items():
        argv = ("refresh", "--all", "--source", "google_scholar")
        yield Command(name=f"services/scholar-{name}", argv=argv, kept="shipped/4", before=_ill(trouble, "google_scholar"), then=again)
    yield Command(name="services/patience-over", argv=("refresh",), kept="shipped/4", before=_a_month_later, then=("digest", "metrics"))


def _cache() -> Iterator[Command]:
    report = ("report", "--refresh", "never")
    for name, file, content in (
        ("ledger-broken", "cache/ledger.sqlite3", b"no data base" * 100),
        ("answers-broken", "cache/answers.sqlite3", b"no data base" * 100),
        ("counts-broken", "cache/citations.csv", b"date,source\nno such line\n"),
        (
            "counts-in-conflict",
            "cache/citations.csv",
            b"<<<<<<< HEAD\nfirst_seen,last_seen,source,source_id,citations,kind\n=======\n>>>>>>> b\n",
        ),
        ("citing-broken", "cache/citing.csv", b"publication,source\n"),
        ("identities-broken", "cache/identities.csv", b"\xff\xfe\x00"),
        ("state-is-a-file", "state-file", b""),
    ):
        env = {"PUBTRACK_STATE_DIR": "state-file"} if file == "state-file" else {}
        argv = ("refresh",) if env else report
        yield Command(name=f"cache/{name}", argv=argv, kept="shipped/4", env=env, before=_writes(file, content), then=("status",))
    yield Command(name="cache/is-a-file", argv=("--cache", "publications.yaml", *report))
    yield Command(
        name="cache/ledger-gone", argv=report, before=_ledger_gone, then=("status", "why orwell", "digest", "report --format json")
    )
    yield Command(name="cache/held", argv=("refresh",), before=_held, then=("report", "status", "refresh --wait --deadline 1s"))


# ---------------------------------------------------------------- what is done before


def _writes(name: str, content: bytes) -> Callable[[Stage], None]:
    def write(stage: Stage) -> None:
        stage.write(name, content)

    return write


def _ill(trouble: Trouble, *names: str) -> Callable[[Stage], None]:
    """These services, or all, until the command has ended."""

    def fall_ill(stage: Stage) -> None:
        for service in stage.world.services:
            if not names or service.name in names:
                service.fails(trouble)
                stage.citing_estimate.callback(service.heals)

    return fall_ill


def _ledger_gone(stage: Stage) -> None:
    for path in (stage.folder / "cache").glob("*.sqlite3*"):
        path.unlink()


def _held(stage: Stage) -> None:
    stage.citing_estimate.enter_context(FileLock(stage.folder / "cache" / "refresh.lock"))


def _a_month_later(stage: Stage) -> None:
    now = stage.world.at
    stage.world.moves_to(now + timedelta(days=30))
    stage.citing_estimate.callback(stage.world.moves_to, now)
