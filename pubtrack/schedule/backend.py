"""What keeps timers on this machine: the protocol, and the choice between systemd and cron. Touches the world by those two only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from pubtrack.errors import ScheduleFailed
from pubtrack.schedule.job import Installed, Job, Mark


class Backend(Protocol):
    """Keeps a user's timers. Raises ScheduleFailed for what it cannot do, with what to type instead."""

    name: ClassVar[str]

    def is_there(self) -> bool: ...
    def marks(self) -> Sequence[Mark]:
        """Every list that is refreshed by it."""
        ...

    def installed(self, listing: str) -> Installed | None: ...
    def install(self, job: Job) -> bool:
        """True when something was changed."""
        ...

    def remove(self, listing: str) -> bool:
        """True when something was there."""
        ...


def backends(environ: Mapping[str, str]) -> tuple[Backend, ...]:
    """The better one first: systemd makes up for what was missed without being started every hour."""
    from pubtrack.schedule.cron import Cron
    from pubtrack.schedule.systemd import Systemd

    return Systemd(environ), Cron(environ)


def choose(name: str, found: Sequence[Backend]) -> Backend:
    """The one that was named, or with “auto” the first that works here."""
    for backend in found:
        if name == backend.name and not backend.is_there():
            raise ScheduleFailed(_MISSING[name])
        if name == backend.name or (name == "auto" and backend.is_there()):
            return backend
    raise ScheduleFailed(
        "neither systemd's user services nor cron work here. Install cron (Debian, Ubuntu: `sudo apt install cron`;"
        " Fedora: `sudo dnf install cronie`), or type `pubtrack schedule show --backend launchd` or `--backend windows`"
        " and load what it prints; `pubtrack schedule github` refreshes on GitHub."
    )


_MISSING = {
    "systemd": "systemd's user services do not work here: `systemctl --user show-environment` fails, as it does in containers and"
    " after `su`. Log in directly, or type --backend cron.",
    "cron": "there is no `crontab` here. Install cron (Debian, Ubuntu: `sudo apt install cron`; Fedora: `sudo dnf install cronie`),"
    " or type --backend systemd.",
}
