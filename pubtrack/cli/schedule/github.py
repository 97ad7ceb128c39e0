"""`pubtrack schedule github`: refresh on GitHub's machines; `pubtrack schedule changed`: was there anything to commit?"""

from __future__ import annotations

import sys
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, pass_context
from pubtrack.errors import Misused
from pubtrack.text.printable import printable

if TYPE_CHECKING:
    from pubtrack.schedule.github.workflow import Every, GithubPlan

UNCHANGED = 5  # the exit code of `schedule changed` when there is nothing to commit

_SCHOLAR = """\

Google Scholar cannot be reached from GitHub's machines and is not asked there.
Its counts get in from your own machine:
  pubtrack refresh
  pubtrack import scholar-page "My profile.html"
Then commit and push
  {citations}
  {identities}
Both merge by union: no row is lost.
"""
_KEYS = """\
Optional, in Settings > Secrets and variables > Actions:
  OPENALEX_API_KEY, S2_API_KEY, PUBTRACK_CONTACT"""
_FROM_INDEX = "pubtrack: warning: {what} is taken from an index, where anybody may own that name; an address or a folder is certain"
_WHERE_FROM = """\
From where shall GitHub install pubtrack? Its repository (https://github.com/OWNER/NAME),
or a folder of this one (./FOLDER)"""
_REQUESTS = """\
Tick, in Settings > Actions > General:
  “Allow GitHub Actions to create and approve pull requests”"""
_FULL_HOUR = """\
At full hours GitHub is busy: runs start late or are dropped.
A few minutes later is better."""


@click.command()
@click.option("--every", type=click.Choice(("day", "week")), default="day", help="How often. Default: day.")
@click.option("--at", metavar="HH:MM", help="At which time, UTC. Default: a time of its own for each repository, never the full hour.")
@click.option("--pull-request", is_flag=True, help="Open or update a pull request with the digest, instead of pushing to the branch.")
@click.option(
    "--install",
    metavar="WHAT",
    help="Its repository, or a folder of this one, to install pubtrack from. Default: as before, else you are asked.",
)
@click.option("--dry-run", "--stdout", "dry_run", is_flag=True, help="Only print the workflow; write nothing.")
@click.option("--force", is_flag=True, help="Replace a workflow that was edited by hand.")
@pass_context
def github(context: Context, every: Every, at: str | None, pull_request: bool, install: str | None, dry_run: bool, force: bool) -> int:
    """Write a workflow that refreshes on GitHub.

    It commits the text files of the cache folder and nothing else, and only on days on which something changed.
    Google Scholar cannot be reached from there: refresh on your own machine too, or import saved pages.
    """
    from dataclasses import replace

    from pubtrack.schedule.github import workflow as rules
    from pubtrack.schedule.github.files import place, write
    from pubtrack.schedule.github.repository import root_of

    workspace = context.workspace()
    if not workspace.path.is_file():
        raise Misused(f"there is no list {workspace.path}; name it with --library, or go to its folder")
    root = root_of(workspace.path.resolve().parent)
    plan = place(root, workspace.path, workspace.folder, _installed(root, install))
    plan = replace(plan, every=every, at=_time(at), pull_request=pull_request)
    if dry_run:
        click.echo(rules.workflow(plan).encode(), nl=False)
        context.say(f"and in {rules.ATTRIBUTES}:\n" + "\n".join(f"  {line}" for line in rules.attribute_lines(plan.cache)))
        return 0
    _say_written(context, root, write(root, plan, force=force))
    _say_what_to_do(context, root, plan)
    return 0


@click.command()
@click.option("--against", "revision", default="HEAD", metavar="REVISION", help="As of which commit. Default: HEAD.")
@pass_context
def changed(context: Context, revision: str) -> int:
    """Say what changed in the text files.

    One line, compared with a commit. Ends with 0 when something did, and with 5, silently, when nothing did: that something known was
    seen again is no change, unless a number that waited is believed since.
    """
    from pubtrack.schedule.github.changes import message
    from pubtrack.schedule.github.repository import changed_since

    found = changed_since(revision, context.workspace().folder)
    if not found:
        return UNCHANGED
    click.echo(message(found, context.now().date()))
    return 0


def _installed(root: Path, typed: str | None) -> str:
    """Said, known from before, or asked for; never a name in an index by itself. Raises Misused where nobody can be asked."""
    from pubtrack.schedule.github.files import installed, installed_without_asking
    from pubtrack.schedule.github.requirement import HOW

    if typed is None and (found := installed_without_asking(root)) is not None:
        return found
    if not (typed or "").strip():
        if typed is not None or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise Misused(f"nobody says from where GitHub installs pubtrack; {HOW}")
        typed = str(click.prompt(_WHERE_FROM, err=True))
    return installed(root, typed or "")


def _say_written(context: Context, root: Path, written: list[str]) -> None:
    for name in written:
        click.echo(f"wrote {printable(str(root / name))}")
    if not written:
        context.say("Nothing was written: all is as it should be.")


def _say_what_to_do(context: Context, root: Path, plan: GithubPlan) -> None:
    from pubtrack.schedule.github import workflow as rules
    from pubtrack.schedule.github.files import store_files
    from pubtrack.schedule.github.repository import ignored, merged_otherwise, tracked
    from pubtrack.schedule.github.requirement import is_of_index

    texts = [f"{plan.cache}/{name}".removeprefix("./") for name in rules.TEXT_FILES]
    context.say(f"It refreshes every {plan.every} at {rules.spoken(plan)}. Commit and push what was written.")
    if is_of_index(plan.install):
        context.say(_FROM_INDEX.format(what=printable(plan.install)))
    context.say(_SCHOLAR.format(citations=printable(texts[0]), identities=printable(texts[1])))
    if plan.pull_request:
        context.say(_REQUESTS)
    context.say(_KEYS)
    if plan.at is not None and plan.at.minute == 0:
        context.say(_FULL_HOUR)
    for path in ignored(root, texts):
        context.say(f"pubtrack: warning: git ignores {printable(path)}; take it out of .gitignore, or nothing can be committed")
    for path in merged_otherwise(root, texts):
        context.say(
            f"pubtrack: warning: a later line of .gitattributes, or a nearer such file, has git merge {printable(path)} otherwise than"
            " by union; take out what it says of merge, or rows may be lost"
        )
    for path in tracked(root, store_files(plan.cache)):
        context.say(f"pubtrack: warning: git keeps {printable(path)}, which no merge can mend; type: git rm --cached '{printable(path)}'")


def _time(text: str | None) -> time | None:
    if text is None:
        return None
    try:
        hour, minute = (int(part) for part in text.split(":"))
        return time(hour, minute)
    except ValueError:
        raise Misused(f"“{text}” is no time of day; type it as 07:30, in UTC") from None
