"""Is this answer of Google Scholar a profile page, or a wall? Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# A profile page is recognised first and by its own marks: its titles, and its "Sign in" link, may hold any word of a wall.
_NAME = re.compile(r"\bid\s*=\s*[\"']?gsc_prf_in\b")
_CANONICAL = re.compile(r"\brel\s*=\s*[\"']?canonical\b")
_MORE = re.compile(r"\bid\s*=\s*[\"']?gsc_bpf_more\b")
_ROWS = re.compile(r"\b(?:id|class)\s*=\s*[\"']?(?:gsc_a_b|gsc_a_t|gsc_a_tr|gsc_a_e)\b")

_CAPTCHA = re.compile(
    r"\b(?:id|name)\s*=\s*[\"']?(?:gs_captcha_ccl|gs_captcha_f|captcha-form|recaptcha)\b|\bclass\s*=\s*[\"'][^\"'<>]{0,200}rc-doscaptcha-body"
    r"|\bclass\s*=\s*[\"']?rc-doscaptcha-body"
)
_UNUSUAL_TRAFFIC = re.compile(r"unusual traffic|sending automated queries|google\.com/sorry/", re.IGNORECASE)
_SIGN_IN = re.compile(
    r"accounts\.google\.com/v3/signin|\bid\s*=\s*[\"']?identifierId\b|GlifWebSignIn|<base\s[^<>]{0,100}accounts\.google\.com", re.IGNORECASE
)
_CONSENT = re.compile(r"consent\.(?:google|youtube)\.[a-z.]{2,8}/(?:save|m\b)|<form\s[^<>]{0,200}consent\.google\.", re.IGNORECASE)
# The frame of every page that Scholar itself makes: words inside it are titles and abstracts.
_SCHOLAR_FRAME = re.compile(r"\bid\s*=\s*[\"']?gs_(?:top|res_ccl|hdr)\b")
_TO_SIGN_IN = re.compile(r"accounts\.google\.com/(?:\w*Login|v3/signin|signin)", re.IGNORECASE)

# Each goes on after "google_scholar: ".
CAPTCHA = "asks to prove that you are not a robot; open your profile in a browser, save the page, and import that instead"
UNUSUAL_TRAFFIC = "sees too many automated requests from this network; a page saved from your browser can be imported instead"
FORBIDDEN = "does not answer automated requests from this network; a page saved from your browser can be imported instead"
SIGN_IN = (
    "asks to sign in, as it does when a profile is private or its id does not exist; "
    "compare the id in your list with the one after user= in the profile's address"
)
CONSENT = "asks to accept cookies first, as it does in some countries; a page saved from your browser can be imported instead"
UNKNOWN_LAYOUT = "answered with a page that is not a profile page as pubtrack knows it"


def is_profile(text: str) -> bool:
    """Is this a profile page as Scholar serves it?"""
    return all(mark.search(text) for mark in (_NAME, _CANONICAL, _MORE))


def is_saved_profile(text: str) -> bool:
    """Is this a profile page as browsers save it? They may drop the canonical link and the button."""
    return bool(_NAME.search(text) and _ROWS.search(text))


def wall(status: int, final_url: str, text: str) -> str | None:
    """What kept us out, as a sentence for a person; None when nothing did.

    `final_url` is where the answer came from, or, for a redirect that was not followed, where it points.
    An unknown id answered with 404 is an answer, not a wall. So is a profile without articles.
    """
    by_address = _wall_by_address(final_url)
    if by_address is not None:
        return by_address
    if status == 200 and is_profile(text):
        return None
    by_content = wall_in(text)
    if by_content is not None:
        return by_content
    if 300 <= status < 400 and _TO_SIGN_IN.search(text):
        return SIGN_IN
    if status in (401, 403):
        return FORBIDDEN
    if status == 429:
        return UNUSUAL_TRAFFIC
    return UNKNOWN_LAYOUT if status == 200 else None


def wall_in(text: str) -> str | None:
    """The wall that a page is, by its marks alone; for pages that are no profile pages."""
    if _CAPTCHA.search(text):
        return CAPTCHA
    if _SIGN_IN.search(text):
        return SIGN_IN
    if _CONSENT.search(text):
        return CONSENT
    if not _SCHOLAR_FRAME.search(text) and _UNUSUAL_TRAFFIC.search(text):
        return UNUSUAL_TRAFFIC
    return None


def _wall_by_address(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.path.startswith("/sorry/"):
        return UNUSUAL_TRAFFIC
    if host.startswith("accounts.google."):
        return SIGN_IN
    if host.startswith("consent."):
        return CONSENT
    return None
