"""Which of this shell's variables a timer needs too, and which it must not hold. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pubtrack.config import NAMES as SECRETS
from pubtrack.http.origins import origin, replacement_variable
from pubtrack.model.catalogue import SERVICES

# Where things are kept, and the user's way to the network. Folders are made absolute by whoever calls.
FOLDERS = ("PUBTRACK_STATE_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
NO_PROXIES = ("NO_PROXY", "no_proxy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What goes with the timer, the keys that must be in keys.toml instead, and the proxies that hold a password."""

    variables: Mapping[str, str]
    keys: tuple[str, ...]
    proxies: tuple[str, ...]


def carried(environ: Mapping[str, str], in_keys_file: Mapping[str, str]) -> Carried:
    """Sorts this shell's variables. Raises Misused for a service's address that holds more than an origin."""
    variables = {name: environ[name] for name in (*FOLDERS, *NO_PROXIES) if environ.get(name)}
    for source in SERVICES:
        if environ.get(replacement_variable(source), "").strip():
            variables[replacement_variable(source)] = origin(source, environ)
    proxies = {name: environ[name] for name in PROXIES if environ.get(name)}
    with_password = {name for name, value in proxies.items() if _holds_password(value)}
    variables |= {name: value for name, value in proxies.items() if name not in with_password}
    return Carried(
        variables=dict(sorted(variables.items())),
        keys=tuple(name for name in SECRETS if environ.get(name) and not in_keys_file.get(name)),
        proxies=tuple(sorted(with_password)),
    )


def _holds_password(proxy: str) -> bool:
    try:
        return "@" in urlsplit(proxy if "://" in proxy else f"//{proxy}").netloc or "@" in proxy
    except ValueError:
        return True
