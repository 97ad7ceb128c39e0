"""Something amiss or worth knowing, and where it stands. Pure."""

from __future__ import annotations

from typing import Literal

from pubtrack.model.value import Value

Severity = Literal["notice", "warning", "error"]


class Place(Value, frozen=True, kw_only=True):
    """Where in a file something stands; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Finding(Value, frozen=True, kw_only=True):
    """Something amiss or worth knowing. An error means: an entry was left out, or something asked failed."""

    severity: Severity
    kind: str
    message: str
    source: str | None = None
    publication: str | None = None
    place: Place | None = None
