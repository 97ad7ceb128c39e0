"""Something amiss or worth knowing, and where it stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["notice", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file something stands; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something amiss or worth knowing. An error means: an entry was left out, or something asked failed."""

    severity: Severity
    kind: str
    message: str
    source: str | None = None
    publication: str | None = None
    place: Place | None = None
