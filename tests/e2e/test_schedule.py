"""`pubtrack schedule`: installed, changed, looked at, run when a time was missed, and removed."""

from __future__ import annotations

import json
import plistlib
import shlex
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from defusedxml import ElementTree

from pubtrack.schedule import cron
from pubtrack.schedule.cron_table import marks
from tests.e2e.conftest import MONDAY
from tests.schedule.stand_ins import StandIns
from tests.world import Cli, Completed, Fault, World

pytestmark = pytest.mark.slow

LATE = MONDAY + timedelta(hours=12)


@pytest.fixture(autouse=True)
def programs(first: Cli, monkeypatch: pytest.MonkeyPatch) -> StandIns:
    """cron, which runs, and no systemd, in a time zone that is not UTC."""
    monkeypatch.setattr(cron, "PROCESSES", processes(first.folder / "proc", "init", "cron"))
    programs = StandIns(first.folder, systemd=False)
    first.env.update(programs.env, TZ="Asia/Shanghai")
    return programs


def processes(folder: Path, *names: str) -> Path:
    """As Linux lists those of all users."""
    for number, name in enumerate(names, start=1):
        (folder / str(number)).mkdir(parents=True)
        (folder / str(number) / "comm").write_text(f"{name}\n")
    return folder


@pytest.fixture
def listing(first: Cli) -> str:
    return str(first.folder / "publications.yaml")


def calm(done: Completed) -> Completed:
    assert "Traceback" not in done.err
    assert done.code == 0, done.err
    return done


def status(cli: Cli, *options: str, at: datetime = MONDAY) -> dict[str, object]:
    found: dict[str, object] = json.loads(calm(cli(*options, "schedule", "status", "--json", at=at)).out)
    return found


# ---------------------------------------------------------------- installing and removing


def test_a_timer_is_installed_changed_and_removed(first, programs, listing):
    programs.table = b"0 5 * * * mine\n"
    assert calm(first("schedule", "install", "--at", "07:30")).out == f"{listing} is refreshed every day at 07:30 by cron from now on.\n"
    written = programs.table
    assert "nothing was changed" in calm(first("schedule", "install", "--at", "07:30")).out
    assert programs.table == written
    calm(first("schedule", "install", "--every", "6h"))
    (mark,) = marks(programs.table)
    assert (mark.listing, mark.rhythm.hours) == (listing, 6)
    assert "no longer" in calm(first("schedule", "remove")).out
    assert "was not refreshed by itself" in calm(first("schedule", "remove")).out
    assert programs.table == b"0 5 * * * mine\n"


def test_without_a_time_the_same_one_is_found_each_time(first, programs):
    calm(first("schedule", "install"))
    assert "nothing was changed" in calm(first("schedule", "install")).out


def test_systemd_is_taken_where_it_works_and_cron_gives_way(first, programs, listing):
    calm(first("schedule", "install"))
    programs.has("manager")
    done = calm(first("schedule", "install"))
    assert "by systemd from now on" in done.out
    assert "cron had for it is removed" in done.err
    assert "loginctl enable-linger" in done.err
    assert programs.table is None
    assert len(list((first.folder / "home/.config/systemd/user").glob("pubtrack-*"))) == 2
    assert (status(first)["backend"], status(first)["next_run"]) == ("systemd", "2026-11-25T07:30:00+00:00")
    calm(first("schedule", "remove"))
    assert status(first)["installed"] is False


def test_two_lists_stand_side_by_side(first, programs, listing):
    other = first.write(first.read("publications.yaml"), "other lists/100% mine.yaml")
    calm(first("schedule", "install"))
    calm(first("--library", "other lists/100% mine.yaml", "schedule", "install", "--every", "week"))
    assert {mark.listing for mark in marks(programs.table)} == {listing, str(other)}
    assert status(first)["others"] == [str(other)]
    calm(first("schedule", "remove"))
    assert {mark.listing for mark in marks(programs.table)} == {str(other)}


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("--library", "-", "schedule", "install"), 2, "stdin"),
        (("--library", "absent.yaml", "schedule", "install"), 2, "there is no list"),
        (("schedule", "install", "--every", "5h"), 2, "12h"),
        (("schedule", "install", "--at", "noon"), 2, "07:30"),
        (("schedule", "install", "--backend", "systemd"), 1, "--backend cron"),
    ],
)
def test_what_cannot_be_installed_is_explained(first, programs, argv, code, said):
    done = first(*argv, stdin="publications: []")
    assert (done.code, programs.table) == (code, None)
    assert said in done.err
    assert "Traceback" not in done.err


def test_whoever_may_not_use_cron_is_told(first, programs):
    programs.has("denied")
    done = first("schedule", "install")
    assert done.code == 1
    assert "not allowed to use this program" in done.err
    assert "Traceback" not in done.err
    assert "not allowed" in calm(first("schedule", "status")).err


def test_keys_of_this_shell_are_not_written_anywhere(first, programs):
    secret = "s3cret-0123456789"
    done = calm(first("schedule", "install", env={"S2_API_KEY": secret, "HTTPS_PROXY": f"http://ada:{secret}@127.0.0.1:9"}))
    assert "chmod 600" in done.err
    assert """printf 'S2_API_KEY = "%s"\\n' "$S2_API_KEY" >> """ in done.err
    assert "HTTPS_PROXY holds a password" in done.err
    assert secret not in done.out + done.err + programs.table.decode()


def test_the_lines_to_type_make_a_file_of_keys_that_is_read(first, programs, tmp_path):
    import subprocess

    secret = "s3cret-0123456789"
    done = first("schedule", "install", env={"S2_API_KEY": secret})
    lines = [line.strip() for line in done.err.splitlines() if line.startswith("  ")]
    assert len(lines) == 2
    subprocess.run(["/bin/sh", "-ec", "\n".join(lines)], check=True, env={"S2_API_KEY": secret, "PATH": "/usr/bin:/bin"})
    assert (first.folder / "home/.config/pubtrack/keys.toml").read_text() == f'S2_API_KEY = "{secret}"\n'
    assert "this shell only" not in calm(first("schedule", "install", env={"S2_API_KEY": secret})).err


@pytest.mark.parametrize("options", [(), ("-q",)])
def test_a_cron_that_is_stopped_is_said_and_ends_with_1(first, programs, listing, monkeypatch, options):
    monkeypatch.setattr(cron, "PROCESSES", processes(first.folder / "stopped", "init", "bash"))
    for _ in range(2):
        done = first("schedule", "install", "--at", "07:30", *options)
        assert (done.code, done.out) == (1, f"{listing} is to be refreshed every day at 07:30 by cron, once that runs.\n")
        assert "pubtrack: error: cron itself is not running here; `sudo service cron start`" in done.err
    assert programs.table is not None
    monkeypatch.setattr(cron, "PROCESSES", processes(first.folder / "started", "init", "crond"))
    assert "already; nothing was changed" in calm(first("schedule", "install", "--at", "07:30")).out


def test_where_nobody_can_see_whether_cron_runs_nothing_is_said_of_it(first, programs, monkeypatch):
    monkeypatch.setattr(cron, "PROCESSES", first.folder / "nowhere")
    assert "not running" not in calm(first("schedule", "install")).err


# ---------------------------------------------------------------- looking


def test_show_shows_what_is_installed_or_would_be(first, programs):
    done = calm(first("schedule", "show", "--at", "07:30"))
    assert "Not installed; `pubtrack schedule install` would have cron refresh it every day at 07:30" in done.err
    would = done.out
    calm(first("schedule", "install", "--at", "07:30"))
    done = calm(first("schedule", "show"))
    assert (done.out, done.out.encode()) == (would, programs.table)
    assert "Installed: refreshed every day at 07:30 by cron." in done.err
    assert calm(first("schedule", "show", "--every", "6h")).out != would
    assert calm(first("schedule", "show", "-o", "timer.txt")).out == ""
    assert first.read("timer.txt") == would
    programs.has("manager")
    calm(first("schedule", "install", "--at", "08:15"))
    assert "08:15" in calm(first("schedule", "show")).out
    assert "[Timer]" in calm(first("schedule", "show")).out


def test_before_anything_is_installed_it_says_what_to_type(first, programs):
    done = calm(first("schedule", "status"))
    assert done.out.startswith("This list is not refreshed by itself. `pubtrack schedule install` changes that.\n")
    assert not (first.folder / "cache").exists()
    assert status(first) == {
        "list": str(first.folder / "publications.yaml"),
        "installed": False,
        "backend": None,
        "schedule": None,
        "timer": None,
        "last_run": None,
        "next_run": None,
        "health": [],
        "others": [],
    }


def test_status_tells_the_last_run_and_the_next(first, programs):
    calm(first("schedule", "install", "--at", "07:30"))
    calm(first("schedule", "run", "every day at 07:30", at=MONDAY))
    done = calm(first("schedule", "status", at=LATE))
    assert "Refreshed every day at 07:30 by cron.\n" in done.out
    assert "  last run    2026-11-23 17:00 (12 h ago): done, " in done.out
    assert "  next run    2026-11-24 07:30 (in 150 min)\n" in done.out.replace("(in 2 h)", "(in 150 min)")
    found = status(first, at=LATE)
    assert found["health"] == []
    assert (found["next_run"], found["last_run"]["outcome"]) == ("2026-11-23T23:30:00+00:00", "done")


def test_a_timer_that_starts_nothing_is_unhealthy(first, programs):
    calm(first("schedule", "install", at=MONDAY))
    assert status(first, at=MONDAY + timedelta(days=2))["health"] == []
    (one,) = status(first, at=MONDAY + timedelta(days=3))["health"]
    assert (one["kind"], "cron has not refreshed it since 2026-11-23" in one["message"]) == ("long-ago", True)
    calm(first("schedule", "run", "every day at 07:30", at=MONDAY + timedelta(days=3)))
    assert status(first)["health"] == []


def test_a_run_that_was_ended_from_outside_is_told_from_one_that_runs(first, programs):
    from pubtrack.store import Store

    calm(first("schedule", "install"))
    with Store(first.folder / "cache") as store:
        store.record_run(MONDAY - timedelta(minutes=5), None, "running", "arxiv")
        with store.refreshing():
            found = status(first)
            assert (found["last_run"]["outcome"], found["health"]) == ("running", [])
    found = status(first)
    assert found["last_run"]["outcome"] == "ended_from_outside"
    assert [one["kind"] for one in found["health"]] == ["ended-from-outside"]


def test_a_ledger_that_cannot_be_read_is_said_beside_the_timer(first, programs):
    calm(first("schedule", "install"))
    first.write("no database at all, but long enough to be looked at " * 9, "cache/ledger.sqlite3")
    found = status(first)
    assert (found["installed"], [one["kind"] for one in found["health"]]) == (True, ["unusable-store"])


def test_a_list_that_is_gone_is_unhealthy_and_can_still_be_removed(first, programs, listing):
    calm(first("schedule", "install"))
    Path(listing).unlink()
    found = status(first)
    assert [(one["severity"], one["kind"]) for one in found["health"]] == [("error", "gone")]
    assert "needs mending" in calm(first("schedule", "status")).out
    assert "no longer" in calm(first("schedule", "remove")).out
    assert programs.table is None


def test_a_timer_that_a_list_left_behind_when_it_was_moved_is_named(first, programs, listing):
    calm(first("schedule", "install"))
    Path(listing).rename(first.folder / "moved.yaml")
    (found,) = status(first, "--library", "moved.yaml")["health"]
    assert (found["severity"], found["kind"]) == ("notice", "other-is-gone")
    assert f"pubtrack --library {listing} schedule remove" in found["message"]


def test_a_timer_by_another_path_of_the_same_list_is_named(first, programs, listing):
    calm(first("schedule", "install"))
    (first.folder / "link.yaml").symlink_to(listing)
    (found,) = status(first, "--library", "link.yaml")["health"]
    assert (found["severity"], found["kind"]) == ("notice", "same-list")
    assert listing in found["message"]


def test_keys_that_others_can_read_are_unhealthy(first, programs):
    calm(first("schedule", "install"))
    path = first.folder / "home/.config/pubtrack/keys.toml"
    path.parent.mkdir(parents=True)
    path.write_text('S2_API_KEY = "x"\n')
    path.chmod(0o644)
    assert [one["kind"] for one in status(first)["health"]] == ["keys"]
    assert "chmod 600" in calm(first("schedule", "status")).err


def test_show_prints_units_and_lines_and_changes_nothing(first, programs, listing):
    done = calm(first("schedule", "show", "--backend", "all", "--at", "07:30"))
    assert f'"--library" "{listing}"' in done.out
    assert "OnCalendar=*-*-* 07:30:00" in done.out
    calm(first("schedule", "install", "--at", "07:30"))
    assert done.out.endswith(programs.table.decode())
    assert first("schedule", "show", "--at", "07:30", "--backend", "cron").out.encode() == programs.table


def test_show_prints_what_other_systems_take_and_what_to_type(first, programs, listing):
    done = calm(first("schedule", "show", "--backend", "launchd"))
    assert listing in plistlib.loads(done.out.encode())["ProgramArguments"]
    assert "launchctl bootstrap" in done.err
    done = calm(first("schedule", "show", "--backend", "windows"))
    assert listing in (ElementTree.fromstring(done.out).findtext(".//{*}Arguments") or "")
    assert "Register-ScheduledTask" in done.err
    assert programs.table is None


# ---------------------------------------------------------------- what cron starts


def started(cli: Cli, at: datetime, **env: str) -> int:
    """What cron starts every hour: its exit code. What is said goes to the log, so that nobody gets mail."""
    done = cli("schedule", "run", "every day at 07:30", at=at, env=env)
    assert (done.out, done.err) == ("", "")
    return done.code


def log_of(cli: Cli) -> str:
    (log,) = (cli.folder / "state/schedule").glob("*.log")
    return log.read_text()


def test_a_time_that_was_missed_is_made_up_for_once(first, programs, world):
    """The machine sleeps over 07:30 in Shanghai, which is 23:30 UTC of the day before."""
    assert [started(first, MONDAY + timedelta(hours=hours)) for hours in (0, 1, 2, 14, 16, 17, 18, 38, 39, 40)] == [0] * 10
    assert [line for line in log_of(first).splitlines() if line.startswith("--")] == [
        "-- 2026-11-23 17:00",
        "-- 2026-11-24 09:00",
        "-- 2026-11-25 08:00",
    ]
    assert world.asked > 0


def test_when_nobody_could_be_reached_the_next_hour_tries_again(first, programs, world):
    assert started(first, MONDAY, **world.env_without_network) == 1
    assert "No answer from the network" in log_of(first)
    assert started(first, MONDAY + timedelta(hours=1)) in (0, 1)
    assert log_of(first).count("-- 2026") == 2


def test_what_one_service_failed_at_waits_for_the_next_time(first, programs, world):
    world.arxiv.fails(Fault.SERVER_ERROR)
    assert started(first, MONDAY) == 1
    assert started(first, MONDAY + timedelta(hours=1)) == 0
    assert log_of(first).count("-- 2026") == 1


def test_a_list_that_cannot_be_used_is_said_in_the_log(first, programs, listing):
    first.write("publications: [")
    assert started(first, MONDAY) == 3
    assert f"{listing}:2:1: This is not YAML" in log_of(first)


def test_a_refresh_that_runs_already_is_left_alone_and_the_next_hour_tries_again(first, programs):
    from pubtrack.store import Store

    with Store(first.folder / "cache") as store, store.refreshing():
        assert started(first, MONDAY) == 4
    assert started(first, MONDAY + timedelta(hours=1)) == 0
    assert log_of(first).count("-- 2026") == 2


# ---------------------------------------------------------------- with next to nothing in the environment

KEYS = {"S2_API_KEY": "s2-key-0123456789abcdef", "OPENALEX_API_KEY": "openalex-key-0123456789abcdef"}


def bare(first: Cli, command: list[str], **more: str) -> Completed:
    """As `env -i HOME=... PATH=/usr/bin:/bin` and the services' places, which the timer itself carries."""
    import subprocess

    environ = {"HOME": str(first.folder / "home"), "PATH": "/usr/bin:/bin", **more}
    done = subprocess.run(command, env=environ, cwd="/", capture_output=True, text=True, timeout=120, check=False)
    return Completed(code=done.returncode, out=done.stdout, err=done.stderr)


def exec_start(unit: str) -> tuple[list[str], dict[str, str]]:
    """The command and the variables of a service, as systemd reads them."""
    lines = [line.partition("=") for line in unit.splitlines()]
    plain = [
        (name, [word.replace("%%", "%") for word in shlex.split(value)]) for name, _, value in lines if name in ("ExecStart", "Environment")
    ]
    (command,) = (words for name, words in plain if name == "ExecStart")
    variables = dict(word.split("=", 1) for name, words in plain if name == "Environment" for word in words)
    return [word.replace("$$", "$") for word in command], variables


@pytest.fixture
def with_keys(first: Cli, programs: StandIns, world: World) -> Cli:
    """Keys in keys.toml, and services that take no others."""
    path = first.folder / "home/.config/pubtrack/keys.toml"
    path.parent.mkdir(parents=True)
    path.touch(mode=0o600)
    path.write_text("".join(f'{name} = "{key}"\n' for name, key in KEYS.items()))
    world.semantic_scholar.keys = {KEYS["S2_API_KEY"]}
    world.moves_to(datetime.now(MONDAY.tzinfo))
    return first


def assert_keys_were_used(world: World) -> None:
    assert {request.headers.get("x-api-key") for request in world.semantic_scholar.requests} == {KEYS["S2_API_KEY"]}
    assert {request.query.get("api_key") for request in world.openalex.requests} == {KEYS["OPENALEX_API_KEY"]}


def assert_keys_are_nowhere(folder: Path, *said: str) -> None:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "keys.toml"]
    names = {path.name for path in files}
    assert {"ledger.sqlite3", "answers.sqlite3", "citations.csv", "identities.csv", "hosts.sqlite3"} <= names
    for key in KEYS.values():
        assert [path.name for path in files if key.encode() in path.read_bytes()] == []
        assert [text for text in said if key in text] == []


@pytest.mark.slow
@pytest.mark.process("is started with a bare environment")
def test_what_systemd_starts_works_with_a_bare_environment_and_keeps_its_keys(with_keys, world):
    programs = with_keys.folder / "stand-ins/manager"
    programs.touch()
    calm(with_keys("schedule", "install"))
    (unit,) = (with_keys.folder / "home/.config/systemd/user").glob("*.service")
    command, variables = exec_start(unit.read_text())
    assert command[0] == sys.executable
    done = bare(with_keys, command, **variables)
    assert (done.code, "Semantic Scholar: 4 answered" in done.out) == (0, True), done.err
    assert_keys_were_used(world)
    world.openalex.fails(Fault.RESET)
    loud = bare(with_keys, [*command[:4], "-vv", *command[4:-2], "--all", *command[-2:]], **variables)
    assert "api_key=***" in loud.err  # the address is said, and is said without the key
    assert_keys_are_nowhere(with_keys.folder, done.out, done.err, loud.out, loud.err)


@pytest.mark.process("is started with a bare environment")
def test_what_cron_starts_works_with_a_bare_environment_and_keeps_its_keys(with_keys, world):
    calm(with_keys("schedule", "install"))
    line = (with_keys.folder / "stand-ins/table").read_text().splitlines()[1]
    done = bare(with_keys, ["/bin/sh", "-c", line.split(" ", 5)[5].replace("\\%", "%")])
    assert (done.code, done.out, done.err) == (0, "", "")
    (log,) = (with_keys.folder / "state/schedule").glob("*.log")
    assert "Semantic Scholar: 4 answered" in log.read_text()
    assert_keys_were_used(world)
    assert_keys_are_nowhere(with_keys.folder)
