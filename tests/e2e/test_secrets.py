"""Keys and contact are planted, services repeat them in every way, and every byte that pubtrack wrote or said is searched for them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE
from tests.world import Cli, Trouble, World
from tests.world.exchange import Exchange
from tests.world.wire import Response

pytestmark = pytest.mark.slow

KEYS = {
    "OPENALEX_API_KEY": "oa-9f+1c/7d=KEYofOpenAlex",
    "S2_API_KEY": "s2~4b&8e%KEYofSemanticScholar",
    "GITHUB_TOKEN": "ghp_KEYofGithub0123456789",
    "PUBTRACK_CONTACT": "ada.secret+papers@contact.example.org",
}


def spellings(value: str) -> set[bytes]:
    """The value as it is, in addresses, and packed, alone or behind other letters."""
    found = {value, quote(value), quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1], value.encode().hex()}
    found |= {one.lower() for one in found} | {one.upper() for one in found}
    packed = {
        pack(bytes(before) + value.encode()).decode().rstrip("=")[4:-4] for pack in (b64encode, urlsafe_b64encode) for before in range(3)
    }
    return {one.encode() for one in found | packed}


FORBIDDEN = {name: spellings(value) for name, value in KEYS.items()}


def leaks(*texts: bytes) -> set[str]:
    return {name for name, forms in FORBIDDEN.items() for form in forms if any(form in text for text in texts)}


def repeated(exchange: Exchange) -> str:
    """Everything that the service was told, plain and packed."""
    told = " ".join((exchange.request.target, *exchange.request.headers.values(), *exchange.request.query.values(), *KEYS.values()))
    return f"{told} {quote(told, safe='')} {b64encode(told.encode()).decode()}"


def echoes(exchange: Exchange) -> None:
    """The true answer, in a field of which everything that was asked stands too, as in a header."""
    honest = exchange.honest()
    plain = {"X-Echo": quote(repeated(exchange), safe=" +/=&%~@")[:4000]}
    body = honest.body
    if honest.content_type.startswith("application/json"):
        content = json.loads(honest.body)
        if isinstance(content, dict):
            body = json.dumps(content | {"echo": repeated(exchange)}).encode()
    exchange.send(Response(status=honest.status, body=body, content_type=honest.content_type, headers={**honest.headers, **plain}))


def says(status: int, *, location: str = "") -> Trouble:
    def act(exchange: Exchange) -> None:
        told = repeated(exchange)
        headers = {"X-Echo": quote(told, safe="/+=")[:4000], **({"Location": location.format(quote(told, safe=""))} if location else {})}
        body = json.dumps({"message": told, "error": told}).encode()
        exchange.send(Response(status=status, body=body, content_type="application/json", headers=headers))

    return Trouble(name=f"echoes {status} {location}", act=act)


def breaks_the_wire(exchange: Exchange) -> None:
    exchange.write(f"NOT HTTP {repeated(exchange)}\r\n\r\n".encode())
    exchange.hang_up()


def odd_header(exchange: Exchange) -> None:
    exchange.write(f"HTTP/1.1 200 OK\r\n{repeated(exchange)}\r\nContent-Length: 2\r\n\r\n{{}}".encode())
    exchange.hang_up()


FAULTS = [
    Trouble(name="echoes", act=echoes),
    *(says(status) for status in (200, 400, 401, 403, 404, 429, 500, 503)),
    says(302, location="/elsewhere?again={0}"),
    says(302, location="https://elsewhere.example.org/{0}"),
    says(301, location="https://{0}.example.org/"),
    says(307, location="http://127.0.0.1:1/{0}"),
    Trouble(name="no HTTP", act=breaks_the_wire),
    Trouble(name="odd header", act=odd_header),
]
SAYING = [
    ("-vv", "refresh", "--all"),
    ("-vv", "report"),
    ("report", "--format", "json", "--refresh", "never"),
    ("status",),
    ("status", "--json"),
    ("why", DISTSERVE, "--json"),
    ("plan", "--all", "--json"),
    ("digest", "--peek", "--format", "json"),
    ("schedule", "show"),
    ("schedule", "status"),
]


def everything(folder: Path) -> Iterator[bytes]:
    """Every byte of every file, the packed bodies of the archive unpacked."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "keys.toml":
            yield path.name.encode() + path.read_bytes()
        if path.name == "answers.sqlite3":
            with closing(sqlite3.connect(path)) as database:
                for url, body in database.execute("SELECT url, body FROM answers"):
                    yield url.encode() + zlib.decompress(body)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_nothing_that_was_written_or_said_holds_a_key(first: Cli, world: World, fault: Trouble) -> None:
    cli = Cli(folder=first.folder, world=world, env=KEYS)
    for service in (world.arxiv, world.openalex, world.semantic_scholar, world.crossref, world.dblp):
        service.fails(fault)
    heard = [done for argv in SAYING if (done := cli(*argv, at=MONDAY))]
    assert not [done.err for done in heard if "Traceback" in done.err]
    world.openalex.heals()
    heard.append(cli("-vv", "refresh", at=MONDAY + timedelta(days=3)))
    assert leaks(*(text.encode() for done in heard for text in (done.out, done.err))) == set()
    assert leaks(*everything(first.folder)) == set()
    if fault.name == "echoes":
        assert (first.folder / "cache" / "answers.sqlite3").exists()


def test_the_services_were_told_the_keys_and_nobody_else_was(first: Cli, world: World) -> None:
    """Else the search above proves nothing."""
    Cli(folder=first.folder, world=world, env=KEYS)("refresh", "--all", at=MONDAY)
    asked = {
        one.name: leaks(*(f"{each.target} {' '.join(each.headers.values())}".encode() for each in one.requests)) for one in world.services
    }
    assert asked["openalex"] == {"OPENALEX_API_KEY", "PUBTRACK_CONTACT"}
    assert asked["semantic_scholar"] == {"S2_API_KEY", "PUBTRACK_CONTACT"}
    assert set().union(*asked.values()) == {"OPENALEX_API_KEY", "S2_API_KEY", "PUBTRACK_CONTACT"}


def test_keys_of_the_file_are_in_no_timer_and_no_workflow(first: Cli, world: World) -> None:
    cli = Cli(folder=first.folder, world=world, env=KEYS)
    config = first.folder / "home" / ".config" / "pubtrack"
    config.mkdir(parents=True)
    (config / "keys.toml").write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in KEYS.items()))
    (config / "keys.toml").chmod(0o600)
    heard = [
        cli(*argv, at=MONDAY)
        for argv in (
            ("schedule", "show"),
            ("schedule", "github", "--install", "git+https://example.org/x"),
            ("schedule", "github", "--dry-run"),
            ("-vv", "refresh"),
        )
    ]
    assert leaks(*(text.encode() for done in heard for text in (done.out, done.err)), *everything(first.folder)) == set()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o602, 0o601])
def test_a_file_of_keys_that_others_may_touch_is_refused_unread(first: Cli, world: World, mode: int) -> None:
    path = first.folder / "home" / ".config" / "pubtrack" / "keys.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f'S2_API_KEY = "{KEYS["S2_API_KEY"]}"\n')
    path.chmod(mode)
    done = first("-vv", "refresh", at=MONDAY)
    assert (done.code, "chmod 600" in done.err) == (2, True)
    assert world.asked == 0
    assert leaks(done.out.encode(), done.err.encode(), *everything(first.folder)) == set()


@pytest.mark.parametrize(
    "text", ["{}\n", "S2_API_KEY = {}\n", 'S2_API_KEY = "{}\n', '["{}"]\n["{}"]\n', "S2_API_KEY = '{}' x\n", '"{}" = 1\n"{}" = 2\n']
)
def test_a_file_of_keys_that_is_no_toml_is_explained_without_them(first: Cli, text: str) -> None:
    path = first.folder / "home" / ".config" / "pubtrack" / "keys.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("{}", KEYS["S2_API_KEY"]))
    path.chmod(0o600)
    done = first("-vv", "refresh", at=MONDAY)
    assert done.code == 2
    assert "keys.toml" in done.err
    assert leaks(done.out.encode(), done.err.encode()) == set()


def test_what_pubtrack_keeps_of_hosts_is_the_owners_alone(first: Cli) -> None:
    first("refresh", at=MONDAY)
    (hosts,) = first.folder.rglob("hosts.sqlite3")
    assert [path for path in (hosts, hosts.parent, *hosts.parent.glob("*.lock")) if path.stat().st_mode & 0o077] == []
