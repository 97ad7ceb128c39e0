"""The archive of last bodies: what is kept can be read again, and a file that cannot be used costs nothing."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pubtrack.http import Http, Reply
from pubtrack.http.hosts import Hosts
from pubtrack.sources.arxiv.source import Arxiv
from pubtrack.store.archive import Answers
from tests.sources.test_arxiv import by_id
from tests.world import World

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
URL = "https://export.arxiv.org/api/query?id_list=2404.09526"


def reply(body: bytes = b"<feed/>", *, at: datetime = MONDAY, status: int = 200) -> Reply:
    return Reply(status=status, headers={"content-type": "application/atom+xml"}, body=body, url=URL, at=at)


def kept(path: Path) -> list[tuple[str, str, str, int, bytes]]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT source, url, at, status, body FROM answers ORDER BY source, url").fetchall()
    return [(source, url, at, status, zlib.decompress(body)) for source, url, at, status, body in rows]


@pytest.mark.parametrize("body", [b"", b"<feed/>", bytes(range(256)) * 100, "题目".encode()])
def test_what_is_kept_can_be_read_again(tmp_path: Path, body: bytes) -> None:
    Answers(tmp_path / "answers.sqlite3").keep("arxiv", URL, reply(body, status=400))
    assert kept(tmp_path / "answers.sqlite3") == [("arxiv", URL, "2030-01-07T09:00:00+00:00", 400, body)]


def test_the_last_body_of_a_request_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    sizes = []
    for day in range(30):
        Answers(path).keep("arxiv", URL, reply(b"%d" % day * 5000, at=MONDAY + timedelta(days=day)))
        sizes.append(path.stat().st_size)
    ((_, _, at, _, body),) = kept(path)
    assert (at, body) == ("2030-02-05T09:00:00+00:00", b"29" * 5000)
    assert max(sizes) <= 2 * sizes[0]


def test_each_request_and_each_source_has_its_own(tmp_path: Path) -> None:
    archive = Answers(tmp_path / "answers.sqlite3")
    for source, url in (("arxiv", URL), ("arxiv", URL + "9"), ("datacite", URL)):
        archive.keep(source, url, reply(url.encode()))
    assert [(source, url) for source, url, *_ in kept(tmp_path / "answers.sqlite3")] == [
        ("arxiv", URL),
        ("arxiv", URL + "9"),
        ("datacite", URL),
    ]


def test_the_moment_is_kept_in_utc(tmp_path: Path) -> None:
    Answers(tmp_path / "a").keep("arxiv", URL, reply(at=MONDAY.astimezone(timezone(timedelta(hours=8)))))
    assert kept(tmp_path / "a")[0][2] == "2030-01-07T09:00:00+00:00"


def unusable(folder: Path, kind: str) -> Path:
    path = folder / "answers.sqlite3"
    if kind == "no database":
        path.write_bytes(b"this is no database" * 100)
    elif kind == "a folder":
        path.mkdir()
    elif kind == "no folder for it":
        return folder / "gone" / "answers.sqlite3"
    else:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("CREATE TABLE answers (something TEXT)")
    return path


@pytest.mark.parametrize("kind", ["no database", "a folder", "no folder for it", "another table"])
def test_a_file_that_cannot_be_used_costs_nothing_and_says_nothing(tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    Answers(unusable(tmp_path, kind)).keep("arxiv", URL, reply())
    assert capfd.readouterr() == ("", "")


def test_two_sources_keep_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    ready = threading.Barrier(4)

    def keep(source: str) -> None:
        ready.wait(10)
        for number in range(5):
            Answers(path).keep(source, f"{URL}{number}", reply())

    threads = [threading.Thread(target=keep, args=(f"source{number}",), daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(kept(path)) == 20


def test_what_the_door_answers_is_kept_whole(tmp_path: Path, world: World) -> None:
    world.paper("Widgets", authors=["Ada Byron"], arxiv="2401.00001")
    door = Http(hosts=Hosts(tmp_path / "state"), user_agent="pubtrack/0", now=world.now, keep=Answers(tmp_path / "a").keep)
    list(Arxiv(door, pace=0, origin=world.arxiv.origin, now=world.now).look_up(by_id("2401.00001")))
    ((source, url, _, status, body),) = kept(tmp_path / "a")
    assert (source, url, status) == ("arxiv", world.arxiv.origin + world.arxiv.requests[0].target, 200)
    assert b"2401.00001v1" in body


@pytest.mark.parametrize("secret", ["api_key=s3cret", "token=s3cret", "mailto=s3cret@example.org", "client_secret=s3cret"])
def test_no_secret_of_an_address_is_kept(tmp_path: Path, world: World, secret: str) -> None:
    door = Http(hosts=Hosts(tmp_path / "state"), user_agent="pubtrack/0", now=world.now, keep=Answers(tmp_path / "a").keep)
    door.get("arxiv", f"{world.arxiv.origin}/api/query?{secret}&id_list=2401.00001", pace=0, accept=("application/atom+xml",))
    ((_, url, *_),) = kept(tmp_path / "a")
    assert "id_list=2401.00001" in url
    assert b"s3cret" not in (tmp_path / "a").read_bytes()
