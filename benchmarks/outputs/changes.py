"""The commands that ask, or that change what is known or the list; each with the files that it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from benchmarks.outputs.commands import Command
from benchmarks.outputs.days import FILES, LISTS
from benchmarks.outputs.stage import Stage
from tests.sources.count_files import al_folio, badge, gs_data
from tests.sources.repository import repository
from tests.world.people import PROFILE_ID

KNOWN = ("cache/identities.csv",)
LIST = ("publications.yaml",)
SURVEY, NEVER = "mullerlukaszsurvey", "report --refresh never"
ROWS = {"u5HHmVD_uO8C": 400, "d1gkVwhDpl0C": 90, "u-x6o8ySG0sC": 40}


def changes() -> Iterator[Command]:
    yield from _asking()
    yield from _deciding()
    yield from _imports()
    yield from _history()


def _asking() -> Iterator[Command]:
    for name in ("shipped", "rich"):
        kept = f"{name}/4"
        yield Command(name=f"asking/{name}-report", argv=("report",), kept=kept, files=FILES)
        yield Command(name=f"asking/{name}-report-always-json", argv=("report", "--refresh", "always", "--format", "json"), kept=kept)
        yield Command(name=f"asking/{name}-refresh", argv=("refresh",), kept=kept, then=("refresh", "status"), files=FILES)
        yield Command(name=f"asking/{name}-refresh-json", argv=("refresh", "--all", "--json"), kept=kept)
        yield Command(name=f"asking/{name}-first-report", argv=("report", "--sources"), kept=f"{name}/0", then=("report",))
    yield Command(name="asking/refresh-verbose", argv=("-v", "refresh", "--all", "--source", "crossref", "--source", "arxiv"))
    yield Command(name="asking/refresh-quiet", argv=("-q", "refresh"))
    yield Command(name="asking/refresh-keys", argv=("refresh", "--all", SURVEY, "wang2022room"))
    yield Command(name="asking/refresh-terminal", argv=("refresh", "--all"), kept="shipped/4", terminal=True)
    yield Command(name="asking/in-ci", argv=("refresh", "--all"), kept="shipped/4", env={"CI": "true"})
    yield Command(name="asking/with-keys", argv=("refresh", "--all"), kept="shipped/4", env={"S2_API_KEY": "k1", "OPENALEX_API_KEY": "k2"})


def _deciding() -> Iterator[Command]:
    yield Command(name="deciding/review", argv=("review", "--no-open"), stdin="y\nn\ns\nwhat\ny\nq\n", then=("review --json",), files=KNOWN)
    yield Command(name="deciding/review-to-the-end", argv=("review",), stdin="n\n" * 9, then=("review", NEVER), files=KNOWN)
    yield Command(name="deciding/review-a-key", argv=("review", "mullerlukasz2024care"), columns=80, stdin="yes\n")
    yield Command(name="deciding/review-nothing", argv=("review",), kept="shipped/4")
    then = (f"why {SURVEY} openalex", "show mullerlukasz2019scheduling")
    yield Command(name="deciding/pin", argv=("pin", "mullerlukasz2019scheduling", "openalex=W1111"), then=then, files=KNOWN)
    yield Command(name="deciding/reject", argv=("reject", SURVEY, "openalex=W4200000002"), then=(*then, NEVER), files=KNOWN)
    again = (f"pin {SURVEY} openalex=W4200000002", NEVER)
    yield Command(name="deciding/reject-and-pin", argv=("reject", SURVEY, "openalex=W4200000002"), then=again, files=KNOWN)
    yield Command(name="deciding/pin-of-another", argv=("pin", "orwell", "openalex=W4200000002"))
    yield Command(name="deciding/pin-what-the-list-denies", argv=("pin", "wang2023list", "openalex=W4100000002"))
    yield Command(name="deciding/pin-no-id", argv=("pin", "orwell", "arxiv=nonsense", "openalx=W1", "doi"))


def _imports() -> Iterator[Command]:
    bib = ("import", "bibtex", "papers.bib")
    yield Command(name="import/bibtex-dry-run", argv=(*bib, "--dry-run"), kept="shipped/4", before=_bib, files=LIST)
    yield Command(name="import/bibtex-yes", argv=(*bib, "--yes"), kept="shipped/4", before=_bib, files=LIST, then=("--offline report",))
    yield Command(
        name="import/bibtex-twice", argv=(*bib, "--yes"), kept="rich/4", before=_bib, files=LIST, then=("import bibtex papers.bib",)
    )
    yield Command(name="import/bibtex-nobody-to-ask", argv=bib, kept="shipped/4", before=_bib, files=LIST)
    yield Command(name="import/bibtex-absent", argv=("import", "bibtex", "absent.bib"), kept="shipped/4")
    page = ("import", "scholar-page")
    days = ("page.html", "--date", "2026-11-20")
    then = ("history zhong2024distserve",)
    yield Command(name="import/page", argv=(*page, *days), kept="shipped/4", before=_page("en"), files=FILES, then=then)
    yield Command(name="import/page-chinese", argv=(*page, *days), kept="shipped/1", before=_page("zh-CN"), files=FILES)
    yield Command(name="import/page-own-time", argv=(*page, "page.html"), kept="shipped/4", before=_page("de"))
    yield Command(name="import/page-dry-run", argv=(*page, *days, "--dry-run", "--new"), kept="shipped/4", before=_page("en"))
    yield Command(
        name="import/page-new", argv=(*page, *days, "--new", "--yes"), kept="shipped/4", before=_page("en"), files=(*LIST, *FILES)
    )
    yield Command(
        name="import/page-begins-a-list", argv=(*page, "page.mhtml", "--new"), kept="empty", before=_archive, files=(*LIST, *FILES)
    )
    yield Command(name="import/page-no-page", argv=(*page, "publications.yaml", "absent.html"), kept="shipped/4")
    yield Command(name="import/page-wrong-day", argv=(*page, "page.html", "--date", "yesterday"), kept="shipped/4", before=_page("en"))


def _history() -> Iterator[Command]:
    taking = ("history", "import")
    files = ("citations.yml", "gs_data.json", "badge.json")
    then = ("history zhong2024distserve", "history --format csv")
    yield Command(name="history/import", argv=(*taking, *files), kept="shipped/4", before=_dumps, then=then, files=FILES)
    yield Command(name="history/import-dry-run", argv=(*taking, files[0], "--dry-run"), kept="shipped/4", before=_dumps, files=FILES)
    yield Command(name="history/import-dated", argv=(*taking, files[2], "--date", "2025-05-05"), kept="shipped/4", before=_dumps)
    git = (*taking, "--from-git", "homepage:_data/citations.yml")
    yield Command(name="history/import-git", argv=git, kept="shipped/4", before=_homepage, then=then)
    yield Command(name="history/import-no-dump", argv=(*taking, "publications.yaml"), kept="shipped/4")
    for name, more in (
        ("dry-run", ("orwell", "--dry-run")),
        ("to-another", ("orwell",)),
        ("gone", ("--gone",)),
        ("to-nobody", ("nobody",)),
    ):
        argv = ("history", "move", SURVEY, *more)
        yield Command(name=f"history/move-{name}", argv=argv, before=_survey_lost, then=(NEVER, "history orwell"), files=KNOWN)
    yield Command(name="history/lost", argv=("report", "--refresh", "never"), before=_survey_lost, then=("status", "digest --since 2w"))
    yield Command(name="history/renamed", argv=("report", "--refresh", "never"), before=_survey_renamed, files=KNOWN)


# ---------------------------------------------------------------- what lies there before


def _bib(stage: Stage) -> None:
    stage.write("papers.bib", (LISTS / "papers.bib").read_bytes())


def _page(language: str) -> Callable[[Stage], None]:
    return lambda stage: _write_page(stage, language)


def _write_page(stage: Stage, language: str) -> None:
    stage.write("page.html", stage.world.profiles[PROFILE_ID].page_html(lang=language, at=date(2026, 11, 20)))


def _archive(stage: Stage) -> None:
    stage.write("page.mhtml", stage.world.profiles[PROFILE_ID].page_mhtml(datetime(2026, 11, 21, 23, 30, tzinfo=UTC)))


def _dumps(stage: Stage) -> None:
    stage.write("citations.yml", al_folio(ROWS, "2025-06-30", user=PROFILE_ID))
    stage.write("gs_data.json", gs_data({row: count + 20 for row, count in ROWS.items()}, "2025-09-30 08:00:00.000000"))
    stage.write("badge.json", badge("600"))


def _homepage(stage: Stage) -> None:
    """Three versions of the file, a month apart."""
    homepage = repository(stage.folder / "homepage")
    for month in range(3):
        day = date(2025, 1, 15) + timedelta(days=30 * month)
        counts = {row: count // 2 + 10 * month for row, count in ROWS.items()}
        homepage.commits("_data/citations.yml", al_folio(counts, None, user=PROFILE_ID), on=day)


def _survey_lost(stage: Stage) -> None:
    _replace(
        stage, "title: A Survey of Surveys", "title: Something Else Entirely", "doi: https://doi.org/10.1109/TPAMI.2023.1000001\n    ", ""
    )


def _survey_renamed(stage: Stage) -> None:
    _replace(stage, "title: A Survey of Surveys", "title: A Survey of Surveys\n    key: surveys")


def _replace(stage: Stage, *pairs: str) -> None:
    text = (stage.folder / "publications.yaml").read_text("utf-8")
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    stage.write("publications.yaml", text)
