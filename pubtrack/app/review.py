"""One review: the doubts, the answers to them, and what an answer changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pubtrack.app.source_names import known_source
from pubtrack.errors import Misused

if TYPE_CHECKING:
    from pubtrack.app.workspace import Workspace
    from pubtrack.planning.doubts import Doubt
    from pubtrack.planning.pinning import Pin, PinOutcome


class ReviewSession:
    """What is in doubt and remembered of some publications (none named: of all), and where answers are put down."""

    def __init__(self, workspace: Workspace, keys: Sequence[str]) -> None:
        self._workspace = workspace
        self._records = workspace.store.records()
        self._counts = workspace.store.counts()
        self._judged_candidates = tuple(one for one in workspace.store.judged_candidates() if not keys or one.publication in keys)

    def doubts(self) -> tuple[Doubt, ...]:
        from pubtrack.planning.doubts import open_doubts

        workspace = self._workspace
        attempts = workspace.store.last_attempts()
        found = open_doubts(workspace.library, workspace.identities, self._records, self._judged_candidates, attempts)
        places = {one.place[:2] for one in found}
        self._judged_candidates = tuple(
            one for one in self._judged_candidates if (one.publication, one.source) in places
        )  # no answer opens others
        return found

    def parse_pin(self, key: str, text: str, *, is_it: bool) -> Pin:
        """The record that is typed as source=id. Raises Misused where it is none."""
        from pubtrack.planning.pinning import Pin
        from pubtrack.records.record_ids import canonical, current_id, why_not

        name, equals, typed = text.partition("=")
        if not equals or not typed.strip():
            raise Misused(f"“{text}” names no record; type it as source=id, for example openalex=W2741809807")
        source = known_source(name, {one.source for one in self._workspace.identities})
        found = canonical(source, typed)
        if found is None:
            raise Misused(why_not(source, typed))
        return Pin(publication=key, source=found[0], source_id=current_id(*found, self._records), is_it=is_it)

    def pin_for(self, doubt: Doubt, *, is_it: bool) -> Pin:
        from pubtrack.planning.pinning import Pin

        key, source, source_id = doubt.place
        return Pin(publication=key, source=source, source_id=source_id, is_it=is_it)

    def refusal(self, pin: Pin) -> str | None:
        from pubtrack.planning.pinning import contradiction_with_list

        return contradiction_with_list(pin, next(one for one in self._workspace.listed.publications if one.key == pin.publication))

    def apply_pin(self, pin: Pin) -> PinOutcome:
        """Save what a word changes, in the ledger and in the text files: an answer outlives whatever happens next."""
        from pubtrack.planning.pinning import PinContext, apply_pin

        workspace = self._workspace
        known = PinContext(
            listed=workspace.listed,
            identities=workspace.identities,
            records=self._records,
            counts=self._counts,
            attempts=workspace.store.last_attempts(),
            judged_candidates=self._judged_candidates,
        )
        outcome = apply_pin(pin, known, workspace.now().date())
        if outcome.changes:
            workspace.store.save_all(outcome.changes)
            workspace.store.write_text()
            workspace.read_again()
            self._counts = (*self._counts, *(count for change in outcome.changes for count in change.counts))
        return outcome
