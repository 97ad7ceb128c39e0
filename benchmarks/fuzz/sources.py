"""What every source makes of mangled answers, down to what is decided and saved of them."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from hypothesis import strategies as st
from rich.console import Console

from benchmarks.fuzz.door import Door
from benchmarks.fuzz.good import MONDAY, Good
from benchmarks.fuzz.mangle import mangled_bytes, mangled_json
from benchmarks.fuzz.search import Target
from pubtrack.bibtex.citable import citable
from pubtrack.bibtex.parse import read
from pubtrack.bibtex.write import Options, render
from pubtrack.errors import SourceFailure
from pubtrack.http import Http
from pubtrack.library.load import parse
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.catalogue import ARXIV, GOOGLE_SCHOLAR
from pubtrack.model.publication import Library, Settings
from pubtrack.planning.decider import Decider
from pubtrack.records import disagreements, merge, pins
from pubtrack.reports.report.as_json import as_json
from pubtrack.reports.report.markdown import markdown
from pubtrack.reports.report.table import table
from pubtrack.sources.openalex.citing import OpenAlexCiting
from pubtrack.sources.registry import built_in
from pubtrack.sources.semantic_scholar.citing import SemanticScholarCiting
from pubtrack.store import Store
from pubtrack.views.view import view
from tests.world.page_reader import READER

PIECES = {
    ARXIV: (
        b"<entry>",
        b"</entry>",
        b"<title>",
        b"<id>http://arxiv.org/abs/",
        b"<!DOCTYPE x>",
        b"<![CDATA[",
        b"]]>",
        b"<author>",
        b"xmlns=",
    ),
    GOOGLE_SCHOLAR: (b'<tr class="gsc_a_tr">', b"</tr>", b"</a>", b'class="gsc_a_at"', b'href="', b"<script>", b"<!--", b'id="gsc_prf_in"'),
}
STATUSES = (200, 200, 200, 404, 400)


def targets(good: Good) -> dict[str, Target]:
    library = parse(good.listing, "publications.yaml").library
    return {f"answers-{name}": _target(name, bodies, library) for name, bodies in good.bodies.items()}


def _target(name: str, bodies: Sequence[bytes], library: Library) -> Target:
    mangled = mangled_bytes(bodies, PIECES.get(name, (b"{", b"}", b"[", b"]", b'"', b"null", b"\\ud800")))
    if all(_is_json(one) for one in bodies):
        mangled = mangled_json(bodies) | mangled
    return Target(inputs=st.tuples(mangled, st.sampled_from(STATUSES), st.booleans()), act=_act(name, library))


def _is_json(body: bytes) -> bool:
    return body.lstrip()[:1] in (b"{", b"[") and json.loads(body) is not None


def _act(name: str, library: Library) -> Callable[[tuple[bytes, int, bool]], None]:
    def act(given: tuple[bytes, int, bool]) -> None:
        body, status, by_text = given
        door = Door(body=body, status=status, at=MONDAY)
        made = built_in(
            cast(Http, door), people=library.people, settings=Settings(), keys={}, environ={}, now=lambda: MONDAY, read_page=READER
        )
        source, decider = made[name](), Decider(library, (), ())
        answers = list(source.look_up(_wanted(library, by_text=by_text)))
        assert sorted(one.publication for one in answers if isinstance(one, Answer)) == sorted(one.key for one in library.publications)
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store:
            store.save_all([decider.decide(one) for one in answers])
            store.write_text()
            _show(library, store)
        with suppress(SourceFailure):
            for citing in (OpenAlexCiting(made["openalex"]()), SemanticScholarCiting(made["semantic_scholar"]())):  # type: ignore[arg-type]  # as the registry makes them
                citing.page(("W1", "1" * 40), 0)

    return act


def _show(library: Library, store: Store) -> None:
    """What was saved, in the forms in which it leaves."""
    identities, counts = store.identities(), store.counts()
    entries = merge.entries(pins.with_answers(library, identities), store.records(), identities)
    found = [one for entry in entries for one in disagreements.disagreements(entry)]
    shown = view(library, entries, counts, identities, findings=found, now=MONDAY)
    json.loads(as_json(shown).encode())
    markdown(shown, by_source=True)
    for by_source in (True, False):
        Console(file=io.StringIO(), width=100).print(table(shown, 100, by_source=by_source))
    for unicode in (True, False):
        read(render([citable(entry) for entry in entries], options=Options(unicode=unicode)))


def _wanted(library: Library, *, by_text: bool) -> list[Wanted]:
    def ids(one: Any) -> dict[str, tuple[str, ...]]:
        given = {"arxiv": (one.arxiv,) if one.arxiv else (), "doi": (one.doi,) if one.doi else ()}
        return {scheme: found for scheme, found in given.items() if found}

    return [Wanted(publication=one, ids={} if by_text else ids(one), by_text=True) for one in library.publications]
