"""Bodies unpacked within bounds."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.http.decompress import CutShort, Garbled, TooLarge, unpack


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


PACKERS = {
    "": lambda content: content,
    "identity": lambda content: content,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP ": gzip.compress,
    "deflate": zlib.compress,
}


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


@given(st.binary(max_size=2000), st.integers(1, 300), st.sampled_from(sorted(PACKERS)))
def test_what_was_packed_comes_out_in_whatever_pieces_it_arrives(content, size, packing):
    assert unpack(cut(PACKERS[packing](content), size), packing, 2100) == content


@given(st.binary(max_size=2000), st.integers(1, 300))
def test_deflate_without_its_header_is_understood(content, size):
    assert unpack(cut(raw_deflate(content), size), "deflate", 2100) == content


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=5), st.integers(1, 40))
def test_gzip_members_follow_each_other(contents, size):
    packed = b"".join(map(gzip.compress, contents))
    assert unpack(cut(packed, size), "gzip", 1000) == b"".join(contents)


@pytest.mark.parametrize("rest", [b"\0" * 512, b"trailing"])
def test_what_follows_the_last_member_is_passed_over(rest):
    assert unpack([gzip.compress(b"content") + rest], "gzip", 1000) == b"content"


def test_nothing_at_all_is_an_empty_body_however_packed():
    assert [unpack([], packing, 10) for packing in PACKERS] == [b""] * len(PACKERS)


@pytest.mark.parametrize("packing", ["gzip", "deflate", "", "identity"])
def test_the_limit_is_exact(packing):
    packed = PACKERS[packing](b"x" * 5000)
    assert len(unpack([packed], packing, 5000)) == 5000
    with pytest.raises(TooLarge):
        unpack([packed], packing, 4999)


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
def test_an_unknown_packing_is_garbled(packing):
    with pytest.raises(Garbled):
        unpack([b"x"], packing, 10)


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_what_is_not_packed_is_garbled(packing):
    with pytest.raises(Garbled):
        unpack([b"\xff\xff\xff{'a': 1}"], packing, 100)


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
@pytest.mark.parametrize("missing", [1, 5, 9])
def test_what_ends_early_is_cut_short(packing, missing):
    with pytest.raises(CutShort):
        unpack([PACKERS[packing](b"some content" * 9)[:-missing]], packing, 1000)


def test_a_bomb_of_ten_gigabytes_stops_at_the_limit_with_little_memory():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    megabyte = b"\0" * 1_000_000
    start = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    fed: list[int] = []

    def bomb():
        yield start
        for piece in range(10_000):
            fed.append(piece)
            yield again

    tracemalloc.start()
    with pytest.raises(TooLarge):
        unpack(bomb(), "gzip", 20_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(fed) < 25, peak < 60_000_000) == (True, True)


def test_a_bomb_in_one_piece_stops_at_the_limit_with_little_memory():
    packed = gzip.compress(b"\0" * 50_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        unpack([packed], "gzip", 1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_flood_that_unpacks_to_nothing_ends_too():
    empty = gzip.compress(b"")
    with pytest.raises(TooLarge):
        unpack((empty for _ in range(10_000)), "gzip", 1000)
