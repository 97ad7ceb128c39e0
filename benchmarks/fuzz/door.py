"""A door behind which every host answers the same, whatever it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pubtrack.errors import SourceFailure
from pubtrack.http import Reply
from pubtrack.http.client import NO_HEADERS, Recognise

MOST_REQUESTS = 200  # more than any source needs for a few publications


@dataclass(slots=True, kw_only=True)
class Door:
    """As much of `Http` as sources use."""

    body: bytes
    status: int
    at: datetime
    asked: int = 0

    def get(
        self,
        source: str,
        url: str,
        *,
        pace: float,
        accept: tuple[str, ...],
        first: bytes = b"",
        answers: frozenset[int] = frozenset({200, 404}),
        repeat: bool = True,
        headers: Mapping[str, str] = NO_HEADERS,
        data: bytes | None = None,
        recognise: Recognise | None = None,
    ) -> Reply:
        self.asked += 1
        assert self.asked < MOST_REQUESTS, "it asks without end"
        status = self.status if self.status in answers else min(answers)
        reply = Reply(status=status, headers={"content-type": accept[0] if accept else ""}, body=self.body, url=url, at=self.at)
        if recognise is not None and self.body and recognise(reply):
            raise SourceFailure(source, "refused", "a wall")
        if status != 404 and first and self.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in [first[n : n + 1] for n in range(len(first))]:
            raise SourceFailure(source, "unreadable", "answered with something foreign")
        return reply

    def may_spend(self, url: str, name: str, amount: float, *, budget: float) -> bool:
        return True

    def spent(self, url: str, name: str) -> float:
        return 0.0

    def cooling(self, url: str) -> None:
        return None

    def distrust(self, source: str, url: str, message: str) -> SourceFailure:
        return SourceFailure(source, "unreadable", message)

    def refuse(self, source: str, url: str, message: str) -> SourceFailure:
        return SourceFailure(source, "refused", message)
