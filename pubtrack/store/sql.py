"""What is written into the ledger, as SQL: each rule about rows that meet stands here, once. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pubtrack.model import moment
from pubtrack.model.count import Count
from pubtrack.model.identity import CITED_PREFIX, DIGEST_PREFIX, NOTICE_PREFIX, Identity
from pubtrack.store import rows

# Rows whose publication begins so are notes of pubtrack's own: works that cite a publication, what was noticed of it, and what was
# told. They have the columns of identities, travel in git in the text files, and are kept apart in the ledger.
NOTES = (CITED_PREFIX, NOTICE_PREFIX, DIGEST_PREFIX)

COUNT_COLUMNS = "first_seen, last_seen, source, source_id, citations, kind"
# A run is never replaced, only lengthened: two of one number that begin together are one. Those that touch are joined after it.
PUT_COUNT = (
    f"INSERT INTO counts ({COUNT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen WHERE excluded.last_seen > last_seen"
)
# Every run with another of its number that begins before it ends, and where that one ends.
TOUCHING = (
    "SELECT one.source, one.source_id, one.kind, one.citations FROM counts AS one JOIN counts AS other ON other.source = one.source"
    " AND other.source_id = one.source_id AND other.first_seen > one.first_seen AND other.first_seen <= one.last_seen"
    " AND other.citations = one.citations AND other.kind = one.kind"
)
RUNS_OF_A_NUMBER = (
    f"SELECT {COUNT_COLUMNS} FROM counts WHERE source = ? AND source_id = ? AND kind = ? AND citations = ? ORDER BY first_seen"
)
DELETE_RUN = "DELETE FROM counts WHERE source = ? AND source_id = ? AND kind = ? AND citations = ? AND first_seen = ?"

IDENTITY_COLUMNS = "publication, source, source_id, is_it, by, since, decided, last_seen"
_INSERT = f"INTO {{table}} ({IDENTITY_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
# What is decided here and now: a machine never overrules a person, else the new word holds, and bears its moment (the ninth value).
# The same word said again keeps the moment at which it was first said.
PUT_IDENTITY = (
    f"INSERT {_INSERT.format(table='identities')}"
    " ON CONFLICT DO UPDATE SET since = min(since, excluded.since), last_seen = max(last_seen, excluded.last_seen),"
    " is_it = CASE WHEN by = 'person' AND excluded.by = 'machine' THEN is_it ELSE excluded.is_it END,"
    " decided = CASE WHEN by = 'person' AND excluded.by = 'machine' OR by = excluded.by AND is_it = excluded.is_it THEN decided"
    " ELSE ?9 END,"
    " by = CASE WHEN by = 'person' THEN by ELSE excluded.by END"
)
# What was decided elsewhere: a person's word before a machine's, else the later one, else the no. The same whichever is read first.
_STRONGER = "((excluded.by = 'person'), excluded.decided, 1 - excluded.is_it) > ((by = 'person'), decided, 1 - is_it)"
_TAKE = (
    f"INSERT {_INSERT}"
    " ON CONFLICT DO UPDATE SET since = min(since, excluded.since), last_seen = max(last_seen, excluded.last_seen),"
    f" is_it = CASE WHEN {_STRONGER} THEN excluded.is_it ELSE is_it END,"
    f" decided = CASE WHEN {_STRONGER} THEN excluded.decided ELSE decided END,"
    f" by = CASE WHEN {_STRONGER} THEN excluded.by ELSE by END"
)
TAKE_IDENTITY = _TAKE.format(table="identities")
TAKE_NOTE = _TAKE.format(table="notes")
PUT_NOTE = f"INSERT OR REPLACE {_INSERT.format(table='notes')}"
PUT_JUDGED_CANDIDATE = f"INSERT OR REPLACE INTO judged_candidates ({rows.JUDGED_CANDIDATE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_ATTEMPT = (
    "INSERT OR REPLACE INTO {table} (publication, source, at, outcome, kind, detail, entry_digest, question)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def count_values(one: Count) -> tuple[object, ...]:
    """The values of COUNT_COLUMNS."""
    return moment.write(one.first_seen), moment.write(one.last_seen), one.source, one.source_id, one.citations, one.kind


def identity_values(one: Identity, at: datetime | None = None) -> tuple[object, ...]:
    """The values of IDENTITY_COLUMNS; decided at that moment unless it says when."""
    decided = one.decided or (moment.exact(at) if at is not None else None)
    when = moment.write(decided) if decided is not None else str(one.last_seen)
    return one.publication, one.source, one.source_id, int(one.is_it), one.by, str(one.since), when, str(one.last_seen)


def note_values(one: Identity) -> tuple[object, ...]:
    """The same of a note, which holds since it was made last."""
    return identity_values(replace(one, decided=None))


def decided_now(one: Identity, at: datetime) -> tuple[object, ...]:
    """The values of PUT_IDENTITY."""
    return (*identity_values(one, at), moment.write(moment.exact(at)))
