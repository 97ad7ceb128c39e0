"""Takes out of an output what differs by nature from one recording to the next: paths, ports, numbers made up at random. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_LINK_ID = re.compile(r"\x1b\]8;id=\d+(?:-\d+)?;")  # rich invents one for each link
_LOGGER = re.compile(r"^pubtrack(?:\.\w+)+: ", re.MULTILINE)  # with -v: the module's name, which is for developers


@dataclass(frozen=True, slots=True, kw_only=True)
class Neutral:
    """`places`: what stands for a path, by that path; `ports`: the service that listens there, by its port."""

    places: Mapping[str, str]
    ports: Mapping[int, str]

    def __call__(self, text: str) -> str:
        for place in sorted(self.places, key=len, reverse=True):
            text = text.replace(place, self.places[place])
        for port, service in self.ports.items():
            text = re.sub(rf"\b127\.0\.0\.1:{port}\b", f"127.0.0.1:<{service}>", text)
        return _LOGGER.sub("<logger>: ", _LINK_ID.sub("\x1b]8;id=0;", text))
