"""Unpacks a body piece by piece, and stops before a small one becomes a huge one. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Protocol

PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


class TooLarge(Exception):
    """The body is larger than the limit, unpacked or as sent."""


class Garbled(Exception):
    """The body is not packed as its header says."""


class CutShort(Exception):
    """The body ends before what it packs does."""


def unpack(pieces: Iterable[bytes], packing: str, limit: int) -> bytes:
    """The whole body. Never holds more than the limit and one piece. Raises `TooLarge`, `Garbled` or `CutShort`."""
    unpacker = _unpacker(packing.strip().lower())
    body = bytearray()
    received = 0
    for piece in pieces:
        received += len(piece)
        if received > limit:
            raise TooLarge
        try:
            body += unpacker.feed(piece, limit + 1 - len(body))
        except zlib.error as error:
            raise Garbled(str(error)) from error
        if len(body) > limit:
            raise TooLarge
    if received and not unpacker.is_complete():
        raise CutShort
    return bytes(body)


class _Unpacker(Protocol):
    def feed(self, piece: bytes, at_most: int) -> bytes: ...
    def is_complete(self) -> bool: ...


def _unpacker(packing: str) -> _Unpacker:
    if packing not in PACKINGS:
        raise Garbled("an unknown packing")
    if packing in ("gzip", "x-gzip"):
        return _Gzip()
    return _Deflate() if packing == "deflate" else _Plain()


class _Plain:
    def feed(self, piece: bytes, at_most: int) -> bytes:
        return piece[:at_most]

    def is_complete(self) -> bool:
        return True


class _Gzip:
    """One gzip member after another; anything else after the first is passed over."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._whole_members = 0
        self._over = False

    def feed(self, piece: bytes, at_most: int) -> bytes:
        unpacked = bytearray()
        while piece and not self._over and len(unpacked) < at_most:
            try:
                unpacked += self._member.decompress(piece, at_most - len(unpacked))
            except zlib.error:
                if not self._whole_members:
                    raise
                self._over = True
                break
            piece = self._member.unconsumed_tail
            if self._member.eof:
                piece = self._member.unused_data
                self._whole_members += 1
                self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return bytes(unpacked)

    def is_complete(self) -> bool:
        return self._whole_members > 0


class _Deflate:
    """With the header that the standard asks for, or without, as some servers send it."""

    def __init__(self) -> None:
        self._held = b""
        self._stream: zlib._Decompress | None = None

    def feed(self, piece: bytes, at_most: int) -> bytes:
        if self._stream is None:
            self._held += piece
            if len(self._held) < 2:
                return b""
            has_header = self._held[0] & 0x0F == 8 and int.from_bytes(self._held[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
            piece, self._held = self._held, b""
        return self._stream.decompress(piece, at_most)

    def is_complete(self) -> bool:
        return self._stream is not None and self._stream.eof
