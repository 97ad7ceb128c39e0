"""Hides keys, tokens and mail addresses in whatever is logged or said. Pure."""

from __future__ import annotations

import hashlib
import re

HIDDEN = "***"

_PARAMETER = re.compile(r"(?i)\b([\w-]{0,40}?(?:key|token|secret|password|mailto|email)(?:=|%3D))[^\s&#;,'\"<>()]+")
_HEADER = re.compile(r"(?i)\b(x-api-key|authorization)(['\"]?\s{0,3}:\s{0,3}['\"]?)(?:bearer\s+|basic\s+)?[^\s'\",]+")
_USER_INFO = re.compile(r"(?<=://)[^\s/@]{1,200}@")
_MAIL_ADDRESS = re.compile(r"[\w.+%-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def redact(text: str) -> str:
    """The same text or URL without the values of `api_key`, `key`, `token` and `mailto`, passwords in addresses, and mail addresses."""
    text = _PARAMETER.sub(rf"\1{HIDDEN}", text)
    text = _HEADER.sub(rf"\1\2{HIDDEN}", text)
    text = _USER_INFO.sub(f"{HIDDEN}@", text)
    return _MAIL_ADDRESS.sub(HIDDEN, text)


def archived_address(url: str, data: bytes | None) -> str:
    """The address under which an answer is kept: without secrets, and told apart by what was posted to it."""
    return redact(url) if data is None else f"{redact(url)}#{hashlib.blake2s(data, digest_size=8).hexdigest()}"
