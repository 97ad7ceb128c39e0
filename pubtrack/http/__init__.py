"""The one door to the network: whoever asks a service asks through `Http`."""

from __future__ import annotations

from pubtrack.http.client import Http
from pubtrack.http.redact import redact
from pubtrack.http.reply import Limits, Reply

__all__ = ["Http", "Limits", "Reply", "redact"]
