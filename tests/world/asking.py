"""How the world's own tests ask it: by the standard library, following no redirect."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import urlencode


class StaysHere(urllib.request.HTTPRedirectHandler):
    """A client that follows no redirect."""

    def redirect_request(self, *_: object) -> None:
        return None


def ask(origin: str, path: str, query: dict[str, str | int], *, post: bool = False) -> tuple[int, bytes]:
    """The status and the body of one answer; `post` sends the query as a form."""
    url, data = (f"{origin}{path}", urlencode(query).encode()) if post else (f"{origin}{path}?{urlencode(query)}", None)
    try:
        with urllib.request.build_opener(StaysHere).open(url, data, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
