"""`pubtrack export`: what is known, in the formats that others read."""

from __future__ import annotations

import click

from pubtrack.cli.context import Context, pass_context, write_out


@click.group()
def export() -> None:
    """Write the publications for other programs."""


@export.command()
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to; default: - (stdout).")
@click.option("--unicode", "keep_unicode", is_flag=True, help="Leave letters as they are, for biber and modern engines.")
@click.option("--arxiv-as-article", is_flag=True, help="Preprints as @article with journal = {arXiv preprint ...}, as Google Scholar does.")
@pass_context
def bibtex(context: Context, output: str, keep_unicode: bool, arxiv_as_article: bool) -> int:
    """Write BibTeX that needs no repair."""
    from pubtrack.bibtex.citable import citable
    from pubtrack.bibtex.write import Options, render

    with context.workspace() as workspace:
        citables = [citable(entry) for entry in workspace.entries()]
    write_out(render(citables, options=Options(unicode=keep_unicode, arxiv_as_article=arxiv_as_article)), output)
    return context.say_left_out(workspace)
