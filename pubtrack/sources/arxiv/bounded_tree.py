"""A tree of XML that is given up when it grows wider or deeper than any feed. Pure."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder

MOST_ELEMENTS = 200_000
MOST_ATTRIBUTES = 100  # of one element
DEEPEST = 50


class BoundedTree:
    """What a parser tells of the document, made into elements. Raises `ValueError` when it is too much."""

    def __init__(self) -> None:
        self._tree = TreeBuilder()
        self._elements = self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS or self._depth > DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            raise ValueError("more elements than any feed has")
        return self._tree.start(tag, attributes)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return self._tree.end(tag)

    def data(self, text: str) -> None:
        self._tree.data(text)

    def close(self) -> Element:
        return self._tree.close()
