"""`pubtrack schedule`: what would be installed on each system, what is installed by programs that only stand in for this machine's."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.outputs.commands import Command
from benchmarks.outputs.days import FILES
from benchmarks.outputs.stage import Stage
from tests.sources.repository import Repository

KEPT = "shipped/4"
BACKENDS = ("all", "systemd", "cron", "launchd", "windows")
UNITS = "home/.config/systemd/user"
DAY = "2026-11-25"


def timers() -> Iterator[Command]:
    yield from _shown()
    yield from _installed()
    yield from _on_github()


def _shown() -> Iterator[Command]:
    for backend in BACKENDS:
        argv = ("schedule", "show", "--backend", backend)
        yield Command(name=f"schedule/show-{backend}", argv=argv, kept=KEPT)
        yield Command(name=f"schedule/show-{backend}-weekly", argv=(*argv, "--every", "week", "--at", "Mon 07:30"), kept=KEPT)
        yield Command(name=f"schedule/show-{backend}-hours", argv=(*argv, "--every", "6h"), kept=KEPT)
    proxy = {"HTTPS_PROXY": "http://me:secret@127.0.0.1:3128", "S2_API_KEY": "key"}
    yield Command(name="schedule/show-with-keys", argv=("schedule", "show"), kept=KEPT, env=proxy)


def _installed() -> Iterator[Command]:
    """Whether cron runs on this machine is said by `status` and differs by nature, so that it is asked of systemd only."""
    again = ("schedule install --at 07:30", "schedule install --every 2h")
    removed = ("schedule remove", "schedule remove")
    cron = ("stand-ins/table",)
    yield Command(name="schedule/install-cron", argv=("schedule", "install"), kept=KEPT, then=again, files=cron)
    yield Command(name="schedule/remove-cron", argv=("schedule", "install", "--at", "07:30"), kept=KEPT, then=removed, files=cron)
    status = ("schedule status", "schedule status --json", *removed, "schedule status")
    argv = ("schedule", "install", "--at", "07:30")
    yield Command(name="schedule/install-systemd", argv=argv, kept=KEPT, before=_systemd, then=status, files=("stand-ins/asked",))
    yield Command(name="schedule/install-without-systemd", argv=("schedule", "install", "--backend", "systemd"), kept=KEPT)
    yield Command(name="schedule/status-of-nothing", argv=("schedule", "status"), kept=KEPT, then=("schedule status --json",))
    run = ("schedule", "run", "daily 07:30")
    yield Command(name="schedule/run-of-no-time", argv=run, kept=KEPT)


def _on_github() -> Iterator[Command]:
    github = ("schedule", "github", "--install", "https://github.com/example/pubtrack")
    yield Command(name="schedule/github-no-repository", argv=github, kept=KEPT)
    for name, more in (("dry-run", ()), ("weekly", ("--every", "week", "--at", "04:00")), ("pull-request", ("--pull-request",))):
        yield Command(name=f"schedule/github-{name}", argv=(*github, "--dry-run", *more), kept=KEPT, before=_repository)
    written = (".github/workflows/pubtrack.yml", ".gitattributes")
    then = ("schedule github", "schedule github --pull-request --at 05:00")
    yield Command(name="schedule/github-written", argv=github, kept=KEPT, before=_repository, then=then, files=written)
    changed = ("schedule", "changed")
    yield Command(name="schedule/changed", argv=changed, kept=KEPT, before=_committed_before, then=("schedule changed --against nothing",))
    yield Command(name="schedule/unchanged", argv=changed, kept=KEPT, before=_repository)


def _systemd(stage: Stage) -> None:
    (stage.folder / "stand-ins" / "manager").touch()


def _repository(stage: Stage) -> None:
    """All of the list's folder is committed."""
    made = Repository(folder=stage.folder)
    made.git("init", "-q", "-b", "main")
    made.git("add", "publications.yaml", *FILES)
    made.git("commit", "-q", "-m", "the list and its counts")


def _committed_before(stage: Stage) -> None:
    """What is committed is what was known on the first day; what lies there is of today."""
    now = {name: (stage.folder / name).read_bytes() for name in FILES}
    for name in FILES:
        lines = (stage.folder / name).read_text("utf-8").splitlines(keepends=True)
        stage.write(name, "".join(line for line in lines if line[:10] < DAY or not line.startswith("20")))
    _repository(stage)
    for name, content in now.items():
        stage.write(name, content)
