"""Papers as the world's services hold them, with the versions they went through. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(slots=True, kw_only=True)
class Paper:
    """A work in the world. Change its fields to change what the services say from then on; `revise` makes a new version of it."""

    title: str
    authors: list[str]
    arxiv: str | None = None
    published: date = date(2024, 1, 1)
    updated: date | None = None
    version: int = 1
    categories: Sequence[str] = ("cs.DC",)
    abstract: str = "An abstract."
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    affiliations: dict[str, str] = field(default_factory=dict)
    earlier: dict[int, Paper] = field(default_factory=dict)

    def revise(self, *, on: date, **changes: object) -> None:
        """A new version appears, with these fields changed; the earlier one stays to be had by its number."""
        self.earlier[self.version] = replace(self)
        self.version += 1
        self.updated = on
        for name, value in changes.items():
            setattr(self, name, value)

    def at_version(self, number: int) -> Paper | None:
        """This paper as its version of that number was; None when there is no such version."""
        if number == self.version:
            return self
        if not 1 <= number < self.version:
            return None
        known = replace(self.earlier.get(number, self), version=number)
        return replace(known, updated=None) if number == 1 else known

    @property
    def latest(self) -> date:
        return self.updated or self.published


def as_date(text: str | date) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)
