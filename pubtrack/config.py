"""The person's keys and contact: from the environment, else from `keys.toml` in the user's config folder."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pubtrack.errors import Misused

NAMES = ("OPENALEX_API_KEY", "S2_API_KEY", "GITHUB_TOKEN", "PUBTRACK_CONTACT")


def load(environ: Mapping[str, str]) -> dict[str, str]:
    """Each known name that is set, the environment's value first. Raises Misused for a file that others can read."""
    path = keys_path()
    found = _read(path) if path.exists() else {}
    return {name: value for name in NAMES if (value := environ.get(name) or found.get(name))}


def keys_path() -> Path:
    from platformdirs import user_config_path

    return user_config_path("pubtrack", appauthor=False) / "keys.toml"


def _read(path: Path) -> dict[str, str]:
    if hasattr(stat, "S_IRWXG") and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Misused(f"{path} can be read by others. Type `chmod 600 {path}` so that only you can.")
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Misused(f'{path} cannot be read{_where(error)}. It holds lines such as S2_API_KEY = "...".') from None
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _where(error: Exception) -> str:
    """The place of a mistake; what else an error says may repeat a key."""
    if isinstance(error, OSError):
        return f" ({error.strerror or 'no reason given'})"
    place = re.search(r"at line \d+, column \d+|at end of document", str(error))
    return f" ({place[0]})" if place else ""


def state_folder(environ: Mapping[str, str]) -> Path:
    """The user's state folder: `PUBTRACK_STATE_DIR`, else where this system keeps such things."""
    chosen = environ.get("PUBTRACK_STATE_DIR", "")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_state_path

    return user_state_path("pubtrack", appauthor=False)
