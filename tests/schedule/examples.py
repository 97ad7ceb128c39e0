"""Jobs for the tests of timers, and paths that are awkward to write down."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from pubtrack.schedule.frequency import HOURS, HOURS_A_DAY, HOURS_A_WEEK, Rhythm, read
from pubtrack.schedule.job import Job

AWKWARD = (
    "plain",
    "with blank",
    "100%",
    "%h and %%",
    "$HOME ${HOME} $$",
    'say "hello"',
    "it's",
    "back\\slash",
    "ends in backslash\\",
    "semi;colon & more | less",
    "# no comment",
    "*?[a]{b}~",
    "ünï 中文",
    "[every day at 07:30]",
    "a [every day at 07:30] b",
    "=equal, comma:",
    "!bang `tick` $(pwd)",
)

rhythms = st.sampled_from([*HOURS, HOURS_A_DAY, HOURS_A_WEEK]).flatmap(
    lambda hours: st.builds(Rhythm, hours=st.just(hours), offset_minutes=st.integers(0, hours * 60 - 1))
)
# What a path may hold and a timer can take: anything that shows, but for the slash.
names = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" ", exclude_characters="/"), min_size=1, max_size=30)


def job(
    folder: str = "/home/ada/papers",
    *,
    rhythm: Rhythm | None = None,
    python: str = "/opt/venv/bin/python",
    environment: Mapping[str, str] | None = None,
) -> Job:
    return Job(
        listing=f"{folder}/publications.yaml",
        cache=f"{folder}/cache",
        python=python,
        rhythm=rhythm or read("day", "07:30", chance=0),
        environment=environment or {},
    )
