"""`pubtrack export`: what is known, in the formats that others read."""

from __future__ import annotations

import click

from pubtrack.cli.context import Context, pass_context, write_out
from pubtrack.cli.group import Group
from pubtrack.cli.output import output_option, person
from pubtrack.cli.report import write_view


@click.group(cls=Group)
def export() -> None:
    """Write the publications for other programs."""


@export.command()
@output_option
@person
@click.option("--unicode", "keep_unicode", is_flag=True, help="Leave letters as they are, for biber and modern engines.")
@click.option("--arxiv-as-article", is_flag=True, help="Preprints as @article with journal = {arXiv preprint ...}, as Google Scholar does.")
@pass_context
def bibtex(context: Context, output: str, person: str | None, keep_unicode: bool, arxiv_as_article: bool) -> int:
    """Write BibTeX that needs no repair."""
    from pubtrack.bibtex.citable import citable
    from pubtrack.bibtex.write import Options, render
    from pubtrack.views.person import entries_of

    with context.workspace() as workspace:
        citables = [citable(entry) for entry in entries_of(workspace.entries(), workspace.library.people, person)]
    write_out(render(citables, options=Options(unicode=keep_unicode, arxiv_as_article=arxiv_as_article)), output)
    return context.say_left_out(workspace)


@export.command()
@output_option
@person
@pass_context
def csv(context: Context, output: str, person: str | None) -> int:
    """Write a table for spreadsheets: one row a publication, with the counts of every source."""
    return _export(context, "csv", output, person)


@export.command("json")
@output_option
@person
@pass_context
def as_json(context: Context, output: str, person: str | None) -> int:
    """Write what the report knows, for programs."""
    return _export(context, "json", output, person)


@export.command()
@output_option
@person
@pass_context
def markdown(context: Context, output: str, person: str | None) -> int:
    """Write the list as a table in Markdown, for a page."""
    return _export(context, "markdown", output, person)


def _export(context: Context, form: str, output: str, person: str | None) -> int:
    """As the report has it, and nobody is asked."""
    from pubtrack.cli.output import stdout_in
    from pubtrack.views.person import of_person

    with context.workspace() as workspace, stdout_in(output):
        write_view(of_person(workspace.view(), person), form)
    return context.say_left_out(workspace)
