"""What is new since it was told last: reads the ledger, remembers what was told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from pubtrack.app.workspace import Workspace
from pubtrack.model.identity import DIGEST_PREFIX, NOTICE_PREFIX, Identity
from pubtrack.store import digest_memory
from pubtrack.store.citing_works import citing_works
from pubtrack.views import news, news_memory
from pubtrack.views.news import NewsInput
from pubtrack.views.news_items import News, SilentSource
from pubtrack.views.news_memory import DigestMemory

DIGEST = f"{DIGEST_PREFIX}digest"


class Digest:
    """One digest of a workspace: compared with what was told last, or with what was known before the day `since`.

    The ledger remembers exactly what was told. Where it does not (a fresh clone), the day that a note in identities.csv tells is where
    the news begin; where there is no note either, they begin with the first observations.
    """

    def __init__(self, workspace: Workspace, since: date | None = None) -> None:
        self._workspace, self._store = workspace, workspace.store
        self._now = workspace.now()
        view = workspace.view()
        self._entries = tuple(row.entry for row in view.rows)
        self._names = news_memory.renamed(workspace.identities, {entry.publication.key for entry in self._entries})
        self._works = news_memory.followed(citing_works(self._store), self._names)
        self._noticed = self._store.notes(NOTICE_PREFIX)
        self._note = next(iter(self._store.notes(DIGEST)), None)
        self._rows = digest_memory.read(self._store)
        self._known = NewsInput(
            view=view, works=self._works, silent=tuple(self._silent()), answered=digest_memory.last_answers(self._store)
        )
        self._memory_before = news_memory.follow(self._memory(since), self._names)
        self.is_first = since is None and self._note is None and not self._rows
        self.news: News = news.what_is_new(
            self._memory_before,
            self._known,
            lambda records: tuple(digest_memory.first_counts(self._store, records)),
            since or self._last_digest_day(),
        )

    def remember(self) -> None:
        """What is told now is told: to be called once it was written out completely."""
        notes = [*self._new_notices(), *self._day_of_digest()]
        now = news.memory_after(self._memory_before, self._known)
        digest_memory.remember(self._store, self._rows, news_memory.rows(now), notes, self._now)

    # ------------------------------------------------------------ what was told

    def _memory(self, since: date | None) -> DigestMemory:
        if since is not None:
            return self._memory_on(since - timedelta(days=1))
        if self._rows:
            return news_memory.from_rows(self._rows)
        return self._memory_on(self._note.last_seen) if self._note is not None else DigestMemory()

    def _last_digest_day(self) -> date | None:
        """The day on which it was told last: here, where the ledger remembers that, else wherever the note was written."""
        last = digest_memory.last_digest_at(self._store) if self._rows else None
        days = [day for day in (last.date() if last else None, self._note.last_seen if self._note is not None else None) if day is not None]
        return min(days, default=None)

    def _memory_on(self, day: date) -> DigestMemory:
        """What would have been told by the end of that day."""
        view = self._workspace.view_at(day, entries=self._entries)
        return DigestMemory(
            counts=news_memory.counts_of(view, {}),
            citing=news_memory.citing_of(self._works, day),
            noticed=news_memory.notices_until(self._noticed, day),
            silent={one.source: news.last_answer(one) for one in self._silent(datetime.combine(day, time.max, UTC))},
        )

    def _silent(self, until: datetime | None = None) -> Iterator[SilentSource]:
        settings = self._workspace.library.settings
        for source, answered, first, last, reason in digest_memory.failing_sources(self._store, until):
            if news.is_silent(answered, first, last, source, settings, until or self._now):
                yield SilentSource(source=source, last_success=answered, since=first, reason=reason)

    # ------------------------------------------------------------ notes that travel

    def _new_notices(self) -> Iterator[Identity]:
        """A note of each notice that has none: written once, with the day on which it was noticed."""
        noted = DigestMemory(noticed=news_memory.notices_until(self._noticed, date.max))
        before = news_memory.follow(noted, self._names).noticed | noted.noticed
        for key, kind, detail in sorted(news.memory_after(DigestMemory(), self._known).noticed - before):
            yield self._new_note(f"{NOTICE_PREFIX}{key}", kind, detail)

    def _day_of_digest(self) -> Iterator[Identity]:
        """A note that the digest begins, or has told something, today: the file does not change where nothing is new."""
        if self._note is None or (self.news and self._note.last_seen < self._today):
            yield self._new_note(DIGEST, "list", "last", since=self._note.since if self._note is not None else self._today)

    def _new_note(self, publication: str, source: str, source_id: str, *, since: date | None = None) -> Identity:
        today = self._today
        return Identity(
            publication=publication, source=source, source_id=source_id, is_it=True, by="machine", since=since or today, last_seen=today
        )

    @property
    def _today(self) -> date:
        return self._now.date()
