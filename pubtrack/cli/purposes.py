"""The commands by what people want of them, each in a few words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OTHER = "More"
PURPOSES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Look": {
            "report": "The publications with their counts; what is due is asked first",
            "show": "Everything known of one publication",
            "citing": "Who cites, newest first",
            "history": "How counts grew",
            "metrics": "h-index and the like, now or as of any day",
            "digest": "What is new since you were told last",
        },
        "Ask the services": {
            "refresh": "Ask what is due, and remember what is said",
            "plan": "What a refresh would ask: requests, cost, time",
            "status": "When each source was asked, and when it is asked next",
            "schedule": "Refresh by itself: systemd, cron, GitHub",
        },
        "Decide what is whose": {
            "review": "Answer what is in doubt, one by one",
            "why": "Why a publication is known as it is",
            "pin": "This record is that publication",
            "reject": "This record is not that publication",
        },
        "Take in and give out": {
            "import": "From BibTeX, saved profile pages, files of counts",
            "complete": "What the list has in short, as the records have it in full",
            "export": "As BibTeX, CSV, JSON, Markdown",
            "schema": "The JSON Schema of the list, for editors",
        },
    }
)
WORDS: Mapping[str, str] = MappingProxyType({name: words for group in PURPOSES.values() for name, words in group.items()})
