"""Two clones that refreshed apart, merged by git itself with the union driver: nothing is lost, and both end with the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, PACE, SOURCES, shipped
from tests.e2e.reading import known
from tests.schedule.github_runner import git
from tests.world import Cli, World
from tests.world.people import ShengyuLiu

pytestmark = pytest.mark.slow

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=number, minutes=7) for number in (1, 2, 3, 4))
DAILY = f"settings: {{{PACE}, lifetime: {{{', '.join(f'{name}: 1' for name in SOURCES if name != 'datacite')}}}}}\n"
TEXTS = ("citations.csv", "citing.csv", "identities.csv")
ABOUT = {"citations.csv": slice(2, 6), "citing.csv": slice(0, 3), "identities.csv": slice(0, 3)}  # columns of what a row is about
Texts = dict[str, str]
Known = dict[str, Any]  # key → citations and ids, as the report says them
Found = TypeVar("Found")
MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
ROW_OF_FASTSERVE = "AAAAAAAAAAAJ:d1gkVwhDpl0C"


@dataclass(kw_only=True)
class Clones:
    """Two clones of one list that was refreshed on Monday, each with its own ledger and its own state of pauses."""

    one: Cli
    other: Cli

    def commit(self, cli: Cli, message: str) -> None:
        git(cli.folder, "commit", "-qam", message, "--allow-empty")

    def refresh(self, cli: Cli, at: datetime) -> None:
        done = cli("refresh", "--all", at=at)
        assert done.code == 0, done.err
        self.commit(cli, f"Refreshed on {at:%A}")

    def fetch(self, into: Cli, source: Cli) -> None:
        git(into.folder, "fetch", "-q", str(source.folder), "main")

    def merge(self, into: Cli, source: Cli) -> None:
        self.fetch(into, source)
        git(into.folder, "merge", "-q", "--no-edit", "FETCH_HEAD")

    def merge_both_ways(self) -> None:
        """Each takes in what the other had committed before either merged."""
        self.fetch(self.one, self.other)
        self.fetch(self.other, self.one)
        for cli in (self.one, self.other):
            git(cli.folder, "merge", "-q", "--no-edit", "FETCH_HEAD")


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose list was refreshed once, made once for all tests of this process."""
    with World() as world:
        world.shengyu_liu()
        cli = Cli(folder=tmp_path_factory.mktemp("monday"), world=world)
        cli.write(shipped(settings=DAILY))
        git(cli.folder, "init", "-q", "--initial-branch=main")
        assert cli("schedule", "github", "--install", "https://github.com/example/pubtrack", at=MONDAY).code == 0
        assert cli("refresh").code == 0
    git(cli.folder, "add", "--", "publications.yaml", "cache", ".gitattributes")
    git(cli.folder, "commit", "-qm", "Monday")
    return cli.folder


def clones_of(monday: Path, folder: Path, world: World) -> Clones:
    shutil.copytree(monday, folder / "one")
    git(folder, "clone", "-q", "one", "other")
    one, other = (Cli(folder=folder / name, world=world) for name in ("one", "other"))
    return Clones(one=one, other=other)


@pytest.fixture
def liu(world: World) -> ShengyuLiu:
    return world.shengyu_liu()


@pytest.fixture
def clones(monday: Path, tmp_path: Path, world: World) -> Clones:
    return clones_of(monday, tmp_path, world)


def texts(cli: Cli) -> Texts:
    return {name: cli.read(f"cache/{name}") for name in TEXTS}


def places(*held: Texts) -> dict[str, set[tuple[str, ...]]]:
    """What the rows are about, whenever that was."""
    return {name: {tuple(line.split(",")[ABOUT[name]]) for one in held for line in one[name].splitlines()} for name in TEXTS}


def markers(held: Texts) -> list[str]:
    return [line for text in held.values() for line in text.splitlines() if line.startswith(MARKERS)]


def assert_without_markers(cli: Cli, but_for: Set[str] = frozenset()) -> None:
    assert markers(texts(cli)) == []
    assert set(git(cli.folder, "status", "--porcelain", "--untracked-files=no").splitlines()) <= but_for


def each(look: Callable[[Cli], Found], both: tuple[Cli, Cli]) -> tuple[Found, Found]:
    return look(both[0]), look(both[1])


def what_is_known(cli: Cli, at: datetime) -> Known:
    """What a report says of keys, ids and counts."""
    said = known(cli, at=at).said
    return {
        one["key"]: (one["citations"], {name: value for name, value in one["ids"].items() if not name.startswith("google_scholar_")})
        for one in said["publications"]
    }


def settled(cli: Cli) -> Texts:
    """The text files after the next command of pubtrack's."""
    assert cli("--offline", "report").code == 0
    return texts(cli)


# ---------------------------------------------------------------- counts


def on_different_days(clones: Clones, liu: ShengyuLiu, world: World) -> None:
    grow(liu, world, 3)
    clones.refresh(clones.one, TUESDAY)
    grow(liu, world, 4)
    clones.refresh(clones.other, WEDNESDAY)


def on_the_same_day(clones: Clones, liu: ShengyuLiu, world: World) -> None:
    grow(liu, world, 3)
    clones.refresh(clones.one, WEDNESDAY)
    grow(liu, world, 4)
    clones.refresh(clones.other, WEDNESDAY + timedelta(hours=5))


def on_the_same_day_the_other_way_round(clones: Clones, liu: ShengyuLiu, world: World) -> None:
    grow(liu, world, 3)
    clones.refresh(clones.other, WEDNESDAY)
    grow(liu, world, 4)
    clones.refresh(clones.one, WEDNESDAY + timedelta(hours=5))


def by_turns(clones: Clones, liu: ShengyuLiu, world: World) -> None:
    for day, cli in ((TUESDAY, clones.one), (TUESDAY, clones.other), (WEDNESDAY, clones.other), (THURSDAY, clones.one)):
        grow(liu, world, 2)
        clones.refresh(cli, day)


def grow(liu: ShengyuLiu, world: World, more: int) -> None:
    """Scholar and Semantic Scholar count more for DistServe, Scholar alone for LoongServe."""
    liu.rows["distserve"].cites = (liu.rows["distserve"].cites or 0) + more
    liu.rows["loongserve"].cites = (liu.rows["loongserve"].cites or 0) + more
    held = world.semantic_scholar.held(liu.distserve)
    held.cites = (held.cites or 0) + more


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What two clones hold, in the order (one, other), before and after git merged each into the other."""

    liu: ShengyuLiu
    before: tuple[Texts, Texts]
    by_git: tuple[Texts, Texts]
    settled: tuple[Texts, Texts]
    merged_again: tuple[Texts, Texts]
    settled_again: tuple[Texts, Texts]
    known: tuple[Known, Known]
    fresh_at_once: tuple[Texts, Known]  # in a fresh clone of what git left
    fresh_later: tuple[Texts, Known]  # in a fresh clone of what the next command made of it


@pytest.fixture(scope="module", params=[on_different_days, on_the_same_day, on_the_same_day_the_other_way_round, by_turns])
def merged(request: pytest.FixtureRequest, monday: Path, tmp_path_factory: pytest.TempPathFactory) -> Merged:
    with World() as world:
        liu, folder = world.shengyu_liu(), tmp_path_factory.mktemp("merged")
        clones = clones_of(monday, folder, world)
        both = (clones.one, clones.other)

        def fresh(name: str) -> tuple[Texts, Known]:
            git(folder, "clone", "-q", "one", name)
            cli = Cli(folder=folder / name, world=world)
            assert not list((cli.folder / "cache").glob("*.sqlite3"))
            return settled(cli), what_is_known(cli, FRIDAY)

        request.param(clones, liu, world)
        before = each(texts, both)
        clones.merge_both_ways()
        by_git, fresh_at_once = each(texts, both), fresh("at once")
        first, known = each(settled, both), each(lambda cli: what_is_known(cli, FRIDAY), both)
        for cli in both:
            assert_without_markers(cli, but_for={f" M cache/{name}" for name in TEXTS})
            clones.commit(cli, "Settled")
        clones.merge_both_ways()
        again = each(texts, both)
        return Merged(
            liu=liu,
            before=before,
            by_git=by_git,
            settled=first,
            known=known,
            merged_again=again,
            settled_again=each(settled, both),
            fresh_at_once=fresh_at_once,
            fresh_later=fresh("later"),
        )


def test_no_row_is_lost_and_no_marker_left(merged: Merged) -> None:
    for held in (*merged.by_git, *merged.settled, *merged.settled_again):
        assert places(held) == places(*merged.before)
        assert markers(held) == []


def test_both_directions_end_with_the_same_bytes_sorted(merged: Merged) -> None:
    one, other = merged.settled
    assert one == other
    for text in one.values():
        assert len(text.splitlines()) == len(set(text.splitlines()))
    firsts = [line.partition(",")[0] for line in one["citations.csv"].splitlines()[1:]]
    assert firsts == sorted(firsts)
    assert merged.known[0] == merged.known[1]


def test_a_second_merge_and_a_second_command_change_nothing(merged: Merged) -> None:
    assert {str(held) for held in (*merged.settled, *merged.merged_again, *merged.settled_again)} == {str(merged.settled[0])}


def test_the_later_answer_is_shown_and_the_earlier_kept_of_one_day_too(merged: Merged) -> None:
    for said in merged.known:
        counts = {key: citations["google_scholar"]["count"] for key, (citations, _) in said.items()}
        assert counts == FOUR | {DISTSERVE: merged.liu.rows["distserve"].cites, LOONGSERVE: merged.liu.rows["loongserve"].cites}
    numbers = [line.split(",") for line in merged.settled[0]["citations.csv"].splitlines()]
    seen = {int(one[4]) for one in numbers if one[3].endswith(f":{merged.liu.rows['distserve'].row_id}") and one[5] == "observed"}
    assert seen >= {FOUR[DISTSERVE], merged.liu.rows["distserve"].cites}
    assert len({tuple(one[2:]) for one in numbers}) == len(numbers), "a run a number"


def test_a_false_zero_is_not_believed_because_another_clone_looked_later(clones: Clones, liu: ShengyuLiu) -> None:
    """One clone saw a broken page; the other saw the old number a day later, which is no new number, and yet a sighting."""
    good, liu.rows["distserve"].cites = liu.rows["distserve"].cites, 0
    clones.refresh(clones.one, TUESDAY)
    liu.rows["distserve"].cites = good
    clones.refresh(clones.other, WEDNESDAY)
    clones.merge_both_ways()
    for cli in (clones.one, clones.other):
        shown = known(cli, at=THURSDAY).shown(DISTSERVE)
        assert (shown["count"], shown["as_of"], shown["suspect"]) == (good, f"{WEDNESDAY:%Y-%m-%d}", False)
    assert settled(clones.one) == settled(clones.other)


@pytest.mark.parametrize("claimed", [0, 7, 999_999_999])
def test_of_three_clones_one_saw_an_odd_number_and_all_orders_of_merging_come_to_the_same(
    monday: Path, tmp_path: Path, world: World, liu: ShengyuLiu, claimed: int
) -> None:
    clones = clones_of(monday, tmp_path, world)
    git(tmp_path, "clone", "-q", "one", "third")
    three = [clones.one, clones.other, Cli(folder=tmp_path / "third", world=world)]
    good = liu.rows["distserve"].cites
    for cli, at, number in zip(three, (TUESDAY, TUESDAY + timedelta(hours=2), WEDNESDAY), (good, claimed, good), strict=True):
        liu.rows["distserve"].cites = number
        clones.refresh(cli, at)
    found = []
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2, 0)):
        git(tmp_path, "clone", "-q", "one", f"merged-{order[0]}")
        into = Cli(folder=tmp_path / f"merged-{order[0]}", world=world)
        for place in order:
            clones.merge(into, three[place])
        assert known(into, at=THURSDAY).counts[DISTSERVE] == good
        found.append(settled(into))
    assert found[0] == found[1] == found[2]


def test_a_fresh_clone_shows_what_the_merged_ones_show(merged: Merged) -> None:
    assert merged.fresh_at_once == merged.fresh_later == (merged.settled[0], merged.known[0])


@pytest.mark.parametrize("command", [("rebase", "FETCH_HEAD"), ("cherry-pick", "..FETCH_HEAD")])
def test_rebase_and_cherry_pick_lose_nothing_either(clones: Clones, liu: ShengyuLiu, world: World, command: tuple[str, ...]) -> None:
    by_turns(clones, liu, world)
    before = places(texts(clones.one), texts(clones.other))
    clones.fetch(clones.one, clones.other)
    git(clones.one.folder, *command)
    assert_without_markers(clones.one)
    assert places(texts(clones.one)) == before
    rebased = settled(clones.one)
    clones.fetch(clones.other, clones.one)
    git(clones.other.folder, "merge", "-q", "--no-edit", "FETCH_HEAD")
    assert settled(clones.other) == rebased


def test_without_the_driver_the_half_merged_file_is_refused(clones: Clones, liu: ShengyuLiu, world: World) -> None:
    """What the lines in .gitattributes are for."""
    (clones.one.folder / ".gitattributes").unlink()
    git(clones.one.folder, "rm", "-q", "--cached", ".gitattributes")
    git(clones.one.folder, "commit", "-qm", "No driver")
    on_the_same_day_without_attributes(clones, liu, world)
    clones.fetch(clones.one, clones.other)
    git(clones.one.folder, "merge", "--no-edit", "FETCH_HEAD", check=False)
    done = clones.one("--offline", "report")
    assert done.code == 4
    assert "merge" in done.err


def on_the_same_day_without_attributes(clones: Clones, liu: ShengyuLiu, world: World) -> None:
    grow(liu, world, 3)
    assert clones.one("refresh", "--all", at=WEDNESDAY).code == 0
    git(clones.one.folder, "commit", "-qam", "Wednesday")
    grow(liu, world, 4)
    clones.refresh(clones.other, WEDNESDAY + timedelta(hours=5))


# ---------------------------------------------------------------- decisions


def said_of_fastserve(cli: Cli) -> list[str]:
    (row,) = [line for line in settled(cli)["identities.csv"].splitlines() if ROW_OF_FASTSERVE in line and line.startswith(FASTSERVE)]
    return row.split(",")[3:5]


def decide(clones: Clones, cli: Cli, verb: str, at: datetime) -> None:
    done = cli(verb, FASTSERVE, f"google_scholar={ROW_OF_FASTSERVE}", at=at)
    assert done.code == 0, done.err
    clones.commit(cli, verb)


@pytest.mark.parametrize("verb", ["reject", "pin"])
def test_a_persons_word_stands_against_a_later_machines(clones: Clones, liu: ShengyuLiu, verb: str) -> None:
    decide(clones, clones.one, verb, TUESDAY)
    clones.refresh(clones.other, THURSDAY)
    clones.merge_both_ways()
    for cli in (clones.one, clones.other):
        assert_without_markers(cli)
        assert said_of_fastserve(cli) == ["no" if verb == "reject" else "yes", "person"]
        assert (known(cli, at=FRIDAY).counts[FASTSERVE] is None) is (verb == "reject")
    assert texts(clones.one) == texts(clones.other)


@pytest.mark.parametrize(("first", "second"), [("reject", "pin"), ("pin", "reject")])
def test_two_persons_who_differ_on_one_day_end_with_one_answer(clones: Clones, liu: ShengyuLiu, first: str, second: str) -> None:
    decide(clones, clones.one, first, TUESDAY)
    decide(clones, clones.other, second, TUESDAY)
    clones.merge_both_ways()
    assert said_of_fastserve(clones.one) == said_of_fastserve(clones.other) == ["no", "person"]
    assert settled(clones.one) == settled(clones.other)


def test_an_answer_mended_on_the_same_day_reaches_the_other_clone(clones: Clones, liu: ShengyuLiu) -> None:
    decide(clones, clones.one, "reject", TUESDAY)
    clones.merge(clones.other, clones.one)
    assert said_of_fastserve(clones.other) == ["no", "person"]
    decide(clones, clones.one, "pin", TUESDAY + timedelta(hours=1))
    clones.merge(clones.other, clones.one)
    assert said_of_fastserve(clones.other) == ["yes", "person"]
