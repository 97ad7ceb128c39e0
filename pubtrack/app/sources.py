"""The sources of one run, each set up when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pubtrack.errors import Misused
from pubtrack.text.nearest import nearest

if TYPE_CHECKING:
    from pubtrack.model.source import Source


class Sources:
    """Makes each source when it is first needed, once a run."""

    def __init__(self, makers: Callable[[], Mapping[str, Callable[[], Source]]]) -> None:
        self._makers = makers
        self._made: dict[str, Source] = {}
        self._all: Mapping[str, Callable[[], Source]] | None = None

    def __call__(self, name: str) -> Source:
        if self._all is None:
            self._all = self._makers()
        if name not in self._made:
            if name not in self._all:
                raise Misused(f"there is no source {name}{nearest(name, set(self._all))}")
            self._made[name] = self._all[name]()
        return self._made[name]
