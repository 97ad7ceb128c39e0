"""What is written into the ledger, as SQL: each rule about rows that meet stands here, once. Pure."""

from __future__ import annotations

from pubtrack.model.identity import CITED_PREFIX, DIGEST_PREFIX, NOTICE_PREFIX, Identity
from pubtrack.store import rows

# Rows of identities.csv whose publication begins so are notes of pubtrack's own: works that cite a publication, what was
# noticed of it, and what was told. They have the same columns, travel in git with the rest, and are kept apart in the ledger.
NOTES = (CITED_PREFIX, NOTICE_PREFIX, DIGEST_PREFIX)

PUT_COUNT = "INSERT OR REPLACE INTO counts (day, source, source_id, citations, kind) VALUES (?, ?, ?, ?, ?)"
# Two numbers for one record and day come from two clones. Citations are added far more often than taken away, so the larger
# number is the later answer, whichever row is read first.
TAKE_COUNT = (
    "INSERT INTO counts (day, source, source_id, citations, kind) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET citations = max(citations, excluded.citations)"
)
_COLUMNS = "(publication, source, source_id, is_it, by, since, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?)"
PUT_IDENTITY = (
    f"INSERT INTO identities {_COLUMNS}"
    " ON CONFLICT DO UPDATE SET since = min(since, excluded.since), last_seen = max(last_seen, excluded.last_seen),"
    " is_it = CASE WHEN by = 'person' AND excluded.by = 'machine' THEN is_it ELSE excluded.is_it END,"
    " by = CASE WHEN by = 'person' THEN by ELSE excluded.by END"
)
# What a text file says of a record that the ledger knows too: a person's word before a machine's, else the later, else the file's:
# after a merge it holds the words of both clones, and only if each of them believes it do they come to one answer.
_TAKE = (
    f"INSERT INTO {{table}} {_COLUMNS}"
    " ON CONFLICT DO UPDATE SET since = min(since, excluded.since), last_seen = max(last_seen, excluded.last_seen),"
    " is_it = CASE WHEN by = excluded.by AND excluded.last_seen >= last_seen OR by = 'machine' AND excluded.by = 'person'"
    " THEN excluded.is_it ELSE is_it END,"
    " by = CASE WHEN by = 'person' THEN by ELSE excluded.by END"
)
TAKE_IDENTITY = _TAKE.format(table="identities")
TAKE_NOTE = _TAKE.format(table="notes")
PUT_NOTE = f"INSERT OR REPLACE INTO notes {_COLUMNS}"
PUT_JUDGED_CANDIDATE = f"INSERT OR REPLACE INTO judged_candidates ({rows.JUDGED_CANDIDATE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_ATTEMPT = (
    "INSERT OR REPLACE INTO {table} (publication, source, at, outcome, kind, detail, entry_digest, question)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def identity_values(one: Identity) -> tuple[object, ...]:
    """The values of an identity, or of a note, in the order of the columns."""
    return one.publication, one.source, one.source_id, int(one.is_it), one.by, str(one.since), str(one.last_seen)
