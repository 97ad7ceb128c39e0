"""`pubtrack history import`: from files that people have already into the series, marked as filled in afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubtrack.cli.context import Context, exit_code, pass_context
from pubtrack.cli.option_values import given_day
from pubtrack.errors import ImportRefused, Misused

if TYPE_CHECKING:
    from datetime import date

    from pubtrack.app.backfill import BackfillResult, FileVersions
    from pubtrack.app.workspace import Workspace
    from pubtrack.model.finding import Finding


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--from-git", "places", multiple=True, metavar="REPO:FILE", help="All versions of a file in a git repository on this disk.")
@click.option("--date", "given", metavar="YYYY-MM-DD", help="The day of a FILE that does not name its own.")
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@pass_context
def import_(context: Context, files: tuple[Path, ...], places: tuple[str, ...], given: str | None, dry_run: bool) -> int:
    """Fill in counts of former days from files that you have already. Asks nobody.

    Known by their content: al-folio's _data/citations.yml, acad-homepage's gs_data.json and gs_data_shieldsio.json, and pubtrack's own
    citations.csv. What is added is marked as backfilled, and never takes the place of what was observed.
    """
    if not files and not places:
        raise Misused("name files, or a file in a git repository: pubtrack history import --from-git ~/my-homepage:_data/citations.yml")
    from pubtrack.app.backfill import backfill_counts

    findings: list[Finding] = []
    with context.workspace() as workspace:
        file_versions = list(_file_versions(workspace, files, places, given_day(given), findings))
        if file_versions:
            _say(file_versions, backfill_counts(workspace, file_versions, dry_run=dry_run), dry_run=dry_run)
    context.say_findings(findings)
    return exit_code(findings)


def _file_versions(
    workspace: Workspace, files: tuple[Path, ...], places: tuple[str, ...], given: date | None, findings: list[Finding]
) -> Iterator[FileVersions]:
    """What can be used; one file that cannot costs itself only."""
    from pubtrack.app.backfill import from_file, from_git
    from pubtrack.model.finding import Finding

    asked: list[Callable[[], FileVersions]] = [lambda place=place: from_git(workspace, place) for place in places]  # type: ignore[misc]  # mypy infers no types for lambdas with defaults
    asked += [lambda file=file: from_file(workspace, file, given) for file in files]  # type: ignore[misc]  # the same
    for ask in asked:
        try:
            found = ask()
        except ImportRefused as error:
            findings.append(Finding(severity="error", kind="refused-file", message=str(error)))
        else:
            findings.extend(found.findings)
            yield found


def _say(file_versions: list[FileVersions], result: BackfillResult, *, dry_run: bool) -> None:
    for one in file_versions:
        days = sorted(version.day for version in one.versions)
        span = f"from {days[0]} to {days[-1]}" if days[0] != days[-1] else f"of {days[0]}"
        used = "" if one.read == len(one.versions) else f" ({len(one.versions)} of them used)"
        click.echo(f"{one.name}: {_many(one.read, 'version')} read{used}, {span}")
    filled = result.filled
    series = len({(count.source, count.source_id) for count in filled.counts})
    would = " would be" if dry_run else ""
    click.echo(
        f"{_many(len(filled.counts), 'point')} in {series} series{would} added, of {_many(result.publications, 'publication')} of the list"
    )
    for line in _further(result):
        click.echo(f"  {line}")


def _further(result: BackfillResult) -> Iterator[str]:
    filled = result.filled
    if filled.known:
        yield f"{_many(filled.known, 'number')} known already, or the same as before"
    if filled.odd:
        yield f"{_many(filled.odd, 'number')} left out: odd beside the others, and not said again"
    if result.matched:
        yield f"{_many(result.matched, 'row')} of the profile newly matched with publications of the list"
    if result.unlisted:
        yield f"{_many(result.unlisted, 'article')} not certainly in the list; the counts are kept for the day on which they are"
    if result.elsewhere:
        yield f"{_many(result.elsewhere, 'series')} left out: of no publication of the list"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 or what == 'series' else 's'}"
