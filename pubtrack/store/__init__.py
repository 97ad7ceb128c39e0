"""What is known: the ledger, the two text files and the archive of answers."""

from pubtrack.store.store import Store

__all__ = ["Store"]
