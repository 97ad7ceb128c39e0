"""cron and systemd, spoken to through their own programs: what is written, what is left alone, what is said when they refuse."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from pubtrack.errors import ScheduleFailed
from pubtrack.schedule.backend import backends, choose
from pubtrack.schedule.cron import Cron
from pubtrack.schedule.cron_table import entry
from pubtrack.schedule.frequency import read
from pubtrack.schedule.systemd import Systemd
from pubtrack.schedule.systemd_units import service, timer
from tests.schedule.examples import job
from tests.schedule.stand_ins import StandIns
from tests.schedule.test_cron_table import FOREIGN

ADA, BOB = job("/home/ada"), job("/home/bob")
LATER = replace(ADA, rhythm=read("6h", "09:00", chance=0))


def environment(folder: Path, programs: StandIns) -> dict[str, str]:
    return {**programs.env, "HOME": str(folder), "PUBTRACK_STATE_DIR": str(folder / "state")}


@pytest.fixture
def programs(tmp_path: Path) -> StandIns:
    return StandIns(tmp_path, systemd=True)


@pytest.fixture
def cron(tmp_path: Path, programs: StandIns) -> Cron:
    return Cron(environment(tmp_path, programs))


@pytest.fixture
def systemd(tmp_path: Path, programs: StandIns) -> Systemd:
    return Systemd(environment(tmp_path, programs))


# ---------------------------------------------------------------- cron


@pytest.mark.parametrize("table", FOREIGN.values(), ids=FOREIGN)
def test_cron_has_every_foreign_byte_afterwards(cron, programs, table):
    programs.table = table
    assert cron.install(ADA) is True
    assert programs.table == entry(ADA) + table
    assert cron.remove(ADA.listing) is True
    assert (programs.table or b"") == table


def test_where_there_was_no_crontab_there_is_none_afterwards(cron, programs):
    assert cron.installed(ADA.listing) is None
    assert cron.remove(ADA.listing) is False
    cron.install(ADA)
    cron.remove(ADA.listing)
    assert programs.table is None


def test_a_crontab_that_cannot_be_read_is_not_taken_for_none(cron, programs):
    programs.table = b"0 0 * * * somebody's\n"
    programs.has("unreadable")
    with pytest.raises(ScheduleFailed, match="Input/output error"):
        cron.install(ADA)
    assert programs.table == b"0 0 * * * somebody's\n"


def test_installing_again_changes_nothing_and_does_not_write(cron, programs):
    assert [cron.install(ADA), cron.install(ADA)] == [True, False]
    assert programs.writes == 1
    assert cron.install(LATER) is True
    assert programs.table == entry(LATER)


def test_what_cron_has_is_found(cron):
    cron.install(LATER)
    cron.install(BOB)
    found = cron.installed(ADA.listing)
    assert (found.backend, found.rhythm, found.python) == ("cron", LATER.rhythm, ADA.python)
    assert {mark.listing for mark in cron.marks()} == {ADA.listing, BOB.listing}


def test_a_line_that_is_too_long_for_cron_is_explained(cron, programs):
    programs.has("short")
    with pytest.raises(ScheduleFailed, match=r"too long.*shorter paths"):
        cron.install(ADA)


def test_ten_at_once_lose_no_line(tmp_path, programs):
    programs.table = b"0 5 * * * mine\n"
    jobs = [job(f"/home/{number}") for number in range(10)]
    threads = [Thread(target=Cron(environment(tmp_path, programs)).install, args=(one,)) for one in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert programs.table.endswith(b"\n0 5 * * * mine\n")
    assert {mark.listing for mark in Cron(environment(tmp_path, programs)).marks()} == {one.listing for one in jobs}


def test_whoever_may_not_use_cron_is_told_who_decides(cron, programs):
    programs.has("denied")
    with pytest.raises(ScheduleFailed, match=r"not allowed to use this program.*cron\.deny"):
        cron.install(ADA)


def test_a_crontab_that_cannot_be_written_is_said_and_stays(cron, programs):
    programs.table = b"0 5 * * * mine\n"
    programs.has("full")
    with pytest.raises(ScheduleFailed, match=r"No space left.*crontab -e"):
        cron.install(ADA)
    assert programs.table == b"0 5 * * * mine\n"


# ---------------------------------------------------------------- systemd


def test_systemd_has_both_units_and_is_told(systemd, programs):
    assert systemd.install(ADA) is True
    name = ADA.name
    assert (systemd.folder / f"{name}.service").read_text() == service(ADA)
    assert (systemd.folder / f"{name}.timer").read_text() == timer(ADA)
    assert programs.asked == ["daemon-reload", f"enable {name}.timer", f"restart {name}.timer"]


def test_systemd_is_told_nothing_when_nothing_changes(systemd, programs):
    systemd.install(ADA)
    before = programs.asked
    assert systemd.install(ADA) is False
    assert programs.asked == before
    assert systemd.install(LATER) is True
    assert (systemd.folder / f"{ADA.name}.timer").read_text() == timer(LATER)


def test_a_timer_that_was_switched_off_is_switched_on_again(systemd, programs):
    systemd.install(ADA)
    programs.has_no_longer(f"active-{ADA.name}.timer")
    assert systemd.installed(ADA.listing).is_active is False
    assert systemd.install(ADA) is True
    assert systemd.installed(ADA.listing).is_active is True


def test_what_systemd_has_is_found(systemd):
    assert systemd.installed(ADA.listing) is None
    systemd.install(LATER)
    systemd.install(BOB)
    found = systemd.installed(ADA.listing)
    assert (found.rhythm, found.python, found.is_active) == (LATER.rhythm, ADA.python, True)
    assert found.next_run == datetime.fromtimestamp(1795591800, UTC)
    assert found.last_start == datetime.fromtimestamp(1795505400, UTC)
    assert {mark.listing for mark in systemd.marks()} == {ADA.listing, BOB.listing}


def test_removing_takes_ours_and_nothing_else(systemd, programs):
    systemd.install(ADA)
    systemd.install(BOB)
    mine = systemd.folder / "mine.timer"
    mine.write_text("[Timer]\n")
    assert [systemd.remove(ADA.listing), systemd.remove(ADA.listing)] == [True, False]
    assert sorted(path.name for path in systemd.folder.iterdir()) == sorted([f"{BOB.name}.service", f"{BOB.name}.timer", "mine.timer"])
    assert f"disable --now {ADA.name}.timer" in programs.asked


def test_what_systemctl_says_is_told_and_no_unit_stays(systemd, programs):
    programs.has("refuses")
    with pytest.raises(ScheduleFailed, match="Access denied"):
        systemd.install(ADA)
    assert list(systemd.folder.iterdir()) == []


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(systemd):
    systemd.folder.mkdir(parents=True)
    systemd.folder.chmod(0o500)
    with pytest.raises(ScheduleFailed, match="cannot be written"):
        systemd.install(ADA)


def test_a_file_in_the_place_of_the_folder_is_named(systemd):
    systemd.folder.parent.mkdir(parents=True)
    systemd.folder.write_text("in the way")
    with pytest.raises(ScheduleFailed, match=r"systemd/user cannot be written.*--backend cron"):
        systemd.install(ADA)


def test_lingering_is_known(systemd, programs):
    assert systemd.lingers() is False
    programs.has("lingers")
    assert systemd.lingers() is True


# ---------------------------------------------------------------- which of them


@pytest.mark.parametrize(("works", "chosen"), [(True, "systemd"), (False, "cron")])
def test_systemd_is_taken_where_it_works_and_cron_elsewhere(tmp_path, works, chosen):
    found = backends(environment(tmp_path, StandIns(tmp_path, systemd=works)))
    assert choose("auto", found).name == chosen
    assert choose("cron", found).name == "cron"


def test_systemd_by_name_where_it_does_not_work_is_explained(tmp_path):
    found = backends(environment(tmp_path, StandIns(tmp_path, systemd=False)))
    with pytest.raises(ScheduleFailed, match="--backend cron"):
        choose("systemd", found)


class Nothing:
    name = "cron"

    def is_there(self) -> bool:
        return False


def test_where_nothing_works_what_to_install_is_said():
    with pytest.raises(ScheduleFailed, match=r"apt install cron.*schedule show"):
        choose("auto", [Nothing()])
    with pytest.raises(ScheduleFailed, match="Install cron"):
        choose("cron", [Nothing()])
