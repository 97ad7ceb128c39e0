"""Google Scholar on loopback: profile pages, robots.txt, and a sign-in page on another host for whoever is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote, urlsplit

from tests.world import scholar_walls
from tests.world.profiles import Profile
from tests.world.scholar_page import View, page_html
from tests.world.service import Service
from tests.world.wire import Request, Response

ROBOTS = b"""User-agent: *
Disallow: /search
Disallow: /index.html
Disallow: /scholar
Disallow: /citations?
Allow: /citations?user=
Disallow: /citations?*cstart=
Disallow: /citations?user=*%40
Disallow: /citations?user=*@
"""
SMALLEST_PAGE, LARGEST_PAGE = 20, 100


class GoogleScholar(Service):
    """Google Scholar. `charset` is what it writes in; `grouped` makes it write 1,234 for 1234."""

    name: ClassVar[str] = "google_scholar"
    variable: ClassVar[str] = "PUBTRACK_GOOGLE_SCHOLAR_URL"

    def __init__(self, profiles: Mapping[str, Profile], *, now: Callable[[], datetime]) -> None:
        super().__init__(now=now)
        self.profiles = profiles
        self.charset = "UTF-8"
        self.grouped = False

    @property
    def forbidden(self) -> list[Request]:
        """Requests made although robots.txt asks not to."""
        return [request for request in self.requests if not allowed(request.target)]

    def answer(self, request: Request) -> Response:
        if request.path == "/robots.txt":
            return Response(body=ROBOTS, content_type="text/plain")
        if request.path != "/citations" or "view_op" in request.query:
            return scholar_walls.captcha()
        profile = self.profiles.get(request.query.get("user", ""))
        if profile is None or profile.private:
            return scholar_walls.sign_in_redirect(quote(f"https://scholar.google.com{request.target}", safe=""))
        html = page_html(profile, self._view(profile, request.query), this_year=self.now().year)
        return Response(body=html.encode(self.charset, "xmlcharrefreplace"), content_type=f"text/html; charset={self.charset}")

    def _view(self, profile: Profile, query: dict[str, str]) -> View:
        size = int(query.get("pagesize") or SMALLEST_PAGE)
        return View(
            language=profile.language or query.get("hl") or "en",
            start=int(query.get("cstart") or 0),
            size=min(max(size, SMALLEST_PAGE), LARGEST_PAGE),
            by_year=query.get("sortby") == "pubdate",
            grouped=self.grouped,
        )


def allowed(target: str) -> bool:
    """What robots.txt says of this address, the longest rule deciding."""
    parts = urlsplit(target)
    if parts.path == "/citations":
        return parts.query.startswith("user=") and not any(mark in parts.query for mark in ("cstart=", "%40", "@"))
    return not parts.path.startswith(("/search", "/scholar", "/index.html"))
