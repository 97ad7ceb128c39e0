"""What to type, for example, of every command. Pure. A test takes each of these lines apart as the command line would."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": ("pubtrack report", "pubtrack show loong", "pubtrack import references.bib", "pubtrack export bibtex -o my.bib"),
        "report": (
            "pubtrack report",
            "pubtrack report --sort citations --year 2023-",
            "pubtrack report --sources --offline",
            "pubtrack report --format markdown -o list.md",
        ),
        "show": ("pubtrack show wu2024loongserve", "pubtrack show loong", "pubtrack show 1 --json"),
        "citing": ("pubtrack citing", "pubtrack citing loong", "pubtrack citing --format csv -o citing.csv"),
        "history": ("pubtrack history", "pubtrack history loong --since 6m", "pubtrack history --format csv -o counts.csv"),
        "history move": ("pubtrack history move oldkey newkey", "pubtrack history move oldkey --gone"),
        "history import": (
            "pubtrack history import citations.yml",
            "pubtrack history import --from-git ~/homepage:_data/citations.yml --dry-run",
        ),
        "metrics": ("pubtrack metrics", "pubtrack metrics --at 2025-12-31", "pubtrack metrics --source openalex --json"),
        "digest": ("pubtrack digest", "pubtrack digest --since 7d --peek", "pubtrack digest --format html -o news.html"),
        "refresh": ("pubtrack refresh", "pubtrack refresh loong --source openalex --all", "pubtrack refresh --dry-run"),
        "plan": ("pubtrack plan", "pubtrack plan --all --source openalex", "pubtrack plan --json"),
        "status": ("pubtrack status", "pubtrack status loong", "pubtrack status --json"),
        "review": ("pubtrack review", "pubtrack review loong", "pubtrack review --json"),
        "why": ("pubtrack why loong", "pubtrack why loong openalex", "pubtrack why loong --json"),
        "pin": ("pubtrack pin loong openalex=W2741809807", "pubtrack pin 1 doi=10.1145/3694715.3695948"),
        "reject": ("pubtrack reject loong openalex=W2741809807",),
        "import": ("pubtrack import references.bib --dry-run", 'pubtrack import "My profile.html"', "pubtrack import gs_data.json"),
        "import bibtex": ("pubtrack import bibtex references.bib --dry-run", "pubtrack import bibtex references.bib --yes"),
        "import scholar-page": (
            'pubtrack import scholar-page "My profile.html"',
            'pubtrack import scholar-page --new "My profile.mhtml" --dry-run',
        ),
        "complete": ("pubtrack complete --dry-run", "pubtrack complete loong --yes"),
        "export": ("pubtrack export bibtex -o my.bib", "pubtrack export csv -o my.csv", "pubtrack export json"),
        "export bibtex": ("pubtrack export bibtex", "pubtrack export bibtex --unicode -o my.bib"),
        "export csv": ("pubtrack export csv -o my.csv",),
        "export json": ("pubtrack export json -o my.json",),
        "export markdown": ("pubtrack export markdown -o my.md",),
        "schema": ("pubtrack schema -o publications.schema.json",),
        "schedule": ("pubtrack schedule install", "pubtrack schedule status", "pubtrack schedule remove"),
        "schedule install": ("pubtrack schedule install", "pubtrack schedule install --every week --at 'Mon 07:30'"),
        "schedule status": ("pubtrack schedule status", "pubtrack schedule status --json"),
        "schedule remove": ("pubtrack schedule remove",),
        "schedule show": ("pubtrack schedule show", "pubtrack schedule show --backend launchd"),
        "schedule github": (
            "pubtrack schedule github --install git+https://github.com/OWNER/NAME",
            "pubtrack schedule github --install ./tools/pubtrack --pull-request --dry-run",
        ),
        "schedule changed": ("pubtrack schedule changed --against HEAD~1",),
    }
)
