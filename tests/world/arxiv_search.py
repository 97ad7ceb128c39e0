"""What arXiv's `search_query` finds: phrases and words in fields, joined by AND, OR, ANDNOT and parentheses. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from tests.world.papers import Paper

Test = Callable[[Paper], bool]

_TOKEN = re.compile(r"""\s*(?:(?P<bracket>[()])|(?P<term>(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s()"]+))))""")
_OPERATORS = ("AND", "OR", "ANDNOT")


class QueryUnreadable(Exception):
    """The query has no sense: a bracket or an operand is missing."""


def matching(query: str, papers: Sequence[Paper]) -> list[Paper]:
    """Those that match, the best first: the fewer words besides the asked ones in the title, the better."""
    tokens = _split(query)
    test = _expression(tokens)
    if tokens:
        raise QueryUnreadable(query)
    found = [paper for paper in papers if test(paper)]
    asked = set(words(query))
    return sorted(found, key=lambda paper: (-len(asked & set(words(paper.title))) / max(1, len(words(paper.title))), paper.arxiv or ""))


def words(text: str) -> list[str]:
    """As a search engine sees a text: lower case, no accents, no punctuation."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", bare)


def _split(query: str) -> list[re.Match[str]]:
    tokens, position = [], 0
    query = query.strip()
    while position < len(query):
        token = _TOKEN.match(query, position)
        if token is None:
            raise QueryUnreadable(query)
        tokens.append(token)
        position = token.end()
    return tokens


def _expression(tokens: list[re.Match[str]]) -> Test:
    """From the left, no operator binding closer than another; none between two terms means OR."""
    test = _operand(tokens)
    while tokens and tokens[0]["bracket"] != ")":
        operator = tokens.pop(0)["word"] if tokens[0]["word"] in _OPERATORS else "OR"
        test = _join(operator, test, _operand(tokens))
    return test


def _join(operator: str, left: Test, right: Test) -> Test:
    if operator == "AND":
        return lambda paper: left(paper) and right(paper)
    if operator == "ANDNOT":
        return lambda paper: left(paper) and not right(paper)
    return lambda paper: left(paper) or right(paper)


def _operand(tokens: list[re.Match[str]]) -> Test:
    if not tokens:
        raise QueryUnreadable("an operand is missing")
    token = tokens.pop(0)
    if token["bracket"] == "(":
        inner = _expression(tokens)
        if not tokens or tokens.pop(0)["bracket"] != ")":
            raise QueryUnreadable("a bracket is not closed")
        return inner
    if token["bracket"] or token["word"] in _OPERATORS:
        raise QueryUnreadable(token[0])
    return _term(token["field"] or "all", words(token["phrase"] if token["phrase"] is not None else token["word"]))


def _term(field: str, phrase: list[str]) -> Test:
    return lambda paper: any(_holds(words(text), phrase) for text in _texts(paper, field))


def _holds(text: list[str], phrase: list[str]) -> bool:
    size = len(phrase)
    return size > 0 and any(text[start : start + size] == phrase for start in range(len(text) - size + 1))


def _texts(paper: Paper, field: str) -> list[str]:
    fields = {
        "ti": [paper.title],
        "au": list(paper.authors),
        "abs": [paper.abstract],
        "co": [paper.comment or ""],
        "jr": [paper.journal_ref or ""],
        "cat": list(paper.categories),
        "id": [paper.arxiv or ""],
    }
    return fields.get(field) or [text for texts in fields.values() for text in texts]
