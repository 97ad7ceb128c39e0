"""Programs that stand in for crontab, systemctl and loginctl: they keep what these promise, in a folder of the test."""

from __future__ import annotations

import os
from pathlib import Path

CRONTAB = """\
#!/bin/sh
[ -e "$STAND_INS/denied" ] && { echo "You (ada) are not allowed to use this program (crontab)" >&2; exit 1; }
[ -e "$STAND_INS/unreadable" ] && [ "$1" = -l ] && { echo "crontab: can't open 'ada': Input/output error" >&2; exit 1; }
[ -e "$STAND_INS/full" ] && [ "$1" != -l ] && { echo "crontab: No space left on device" >&2; exit 1; }
[ -e "$STAND_INS/short" ] && [ "$1" = - ] && { echo '"-":1: command too long' >&2; exit 1; }
case "$1" in
  -l) [ -e "$STAND_INS/table" ] || { echo "no crontab for ada" >&2; exit 1; }; cat "$STAND_INS/table" ;;
  -r) rm "$STAND_INS/table" ;;
  -) cat > "$STAND_INS/table.new" && mv "$STAND_INS/table.new" "$STAND_INS/table"; echo written >> "$STAND_INS/writes" ;;
  *) exit 2 ;;
esac
"""

SYSTEMCTL = """\
#!/bin/sh
[ "$1" = --user ] && [ -e "$STAND_INS/manager" ] || { echo "Failed to connect to bus: No medium found" >&2; exit 1; }
shift
echo "$*" >> "$STAND_INS/asked"
case "$1" in
  daemon-reload) [ -e "$STAND_INS/refuses" ] && { echo "Access denied" >&2; exit 1; } ;;
  enable) : > "$STAND_INS/enabled-$2" ;;
  restart) : > "$STAND_INS/active-$2" ;;
  disable) rm -f "$STAND_INS/enabled-$3" "$STAND_INS/active-$3" ;;
  is-enabled) [ -e "$STAND_INS/enabled-$3" ] || exit 1 ;;
  is-active) [ -e "$STAND_INS/active-$3" ] || exit 3 ;;
  show) printf "NextElapseUSecRealtime=@1795591800\nLastTriggerUSec=@1795505400\n" ;;
esac
exit 0
"""

LOGINCTL = """\
#!/bin/sh
if [ -e "$STAND_INS/lingers" ]; then echo yes; else echo no; fi
"""


class StandIns:
    """They come first in PATH, so that no real timer of whoever runs the tests is touched."""

    def __init__(self, folder: Path, *, systemd: bool) -> None:
        self.folder = folder / "stand-ins"
        self.folder.mkdir()
        for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL), ("loginctl", LOGINCTL)):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)
        if systemd:
            self.has("manager")
        self.env = {"PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "STAND_INS": str(self.folder)}

    def has(self, *names: str) -> None:
        for name in names:
            (self.folder / name).touch()

    def has_no_longer(self, name: str) -> None:
        (self.folder / name).unlink()

    @property
    def table(self) -> bytes | None:
        path = self.folder / "table"
        return path.read_bytes() if path.exists() else None

    @table.setter
    def table(self, table: bytes) -> None:
        (self.folder / "table").write_bytes(table)

    @property
    def writes(self) -> int:
        """How often the crontab was written."""
        path = self.folder / "writes"
        return len(path.read_text().splitlines()) if path.exists() else 0

    @property
    def asked(self) -> list[str]:
        """What systemctl was told to do, but for questions."""
        path = self.folder / "asked"
        lines = path.read_text().splitlines() if path.exists() else []
        return [line for line in lines if not line.startswith(("is-", "show"))]
