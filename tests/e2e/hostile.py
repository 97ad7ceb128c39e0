"""Text that wants to be obeyed, put wherever a person or a service can put text, and what no output may let through."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from tests.world import World
from tests.world.citing import cite
from tests.world.papers import Paper
from tests.world.profiles import Row

STRINGS = {
    "link of a terminal": "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "window title": "\x1b]0;owned\x07",
    "cursor": "\x1b[2J\x1b[1;1H\x1b[?25l",
    "colour": "\x1b[31mred\x1b[0m",
    "one-byte CSI": "\x9b2J\x9d0;owned\x9c",
    "device control": "\x90q\x9c\x1bP+q544e\x1b\\",
    "bidi override": "\u202etxt.exe\u202c\u2066x\u2069\u200f",
    "nothing": "a\x00b",
    "backspaces": "good\x08\x08\x08\x08evil\x7f",
    "zero width": "pass\u200bword\u2060\ufeff\u00ad\u034f",
    "tags": "\U000e0041\U000e0042\U000e007f",
    "rich markup": "[red]Markup[/red] [link=https://evil.example]x[/link] [bold",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "carriage return": "\r=1+1",
    "line feed": "\n=1+1",
    "wide formula": "＝1+1",
    "script": "</script><script>alert(1)</script>",
    "event": "\"><img src=x onerror=alert(1)> ' onmouseover='alert(1)",
    "comment": "--> <!-- ]]> <?php",
    "TeX input": "\\input{/etc/passwd} \\write18{rm -rf /} \\def\\x{}",
    "percent": "100% of % all",
    "open braces": "{{{ open",
    "closed braces": "closed }}} @book{x, title={y}}",
    "math": "$x_1^2$ and $ alone ~ # & _ ^",
    "Markdown link": "[click](javascript:alert(1)) ![i](https://evil.example/p.png) <https://evil.example>",
    "Markdown table": "| a | b |\n|---|---|\n`code` | *star*",
    "mention": "@octocat #1 GH-2 https://evil.example www.evil.example",
    "YAML": "a: b # c\n- !!python/object/apply:os.system [ls] &x *x %TAG",
    "line separators": "one\u2028two\u2029three\x85four",
    "workflow": "${{ secrets.S2_API_KEY }} $(id) `id` ::set-output name=x::y",
    "long word": "Pneumono" * 120,
}
LONELY = "half \ud800 a \udfff character"  # a service may say it, a list cannot

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def word(number: int) -> str:
    """A word of its own for each, by which titles are told apart."""
    return f"Qu{_LETTERS[number // 26]}{_LETTERS[number % 26]}x"


def quoted(text: str) -> str:
    """As YAML writes any character between double quotes."""
    return '"' + "".join(one if (one.isalnum() and one.isascii()) or one == " " else f"\\U{ord(one):08x}" for one in text) + '"'


def flow(value: object) -> str:
    """A value as YAML writes it on one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {flow(one)}' for name, one in value.items())}}}"
    return quoted(value) if isinstance(value, str) else str(value)


def title(number: int, text: str) -> str:
    return f"{text} {word(number)} Widgets in Distributed {word(number)} Systems"


class Filled:
    """A list of one publication a string, and services that say the strings everywhere."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.papers = [self._paper(number, text) for number, text in enumerate([*STRINGS.values(), LONELY])]
        profile = world.profile("AAAAAAAAAAAJ", name="Ada Example")
        profile.affiliation = STRINGS["event"]
        profile.rows.extend(self._row(number, one) for number, one in enumerate(self.papers[:60]))

    def _paper(self, number: int, text: str) -> Paper:
        paper = self.world.paper(word(number), authors=["Ada Example"], doi=f"10.5555/w{number}")
        self.world.semantic_scholar.holds(paper, cites=7 + number, venue=f"{text} Letters")
        self.world.openalex.holds(paper, cites=9 + number)
        self.world.crossref.holds(paper, cites=3)
        paper.title, paper.authors = title(number, text), ["Ada Example", f"Bob {text}"]
        return paper

    def _row(self, number: int, paper: Paper) -> Row:
        shown = "".join(one for one in paper.title if one.isprintable())
        return Row(
            title=shown, authors="A Example, B Other", venue=f"{word(number)} | <b>J</b>", year=2024, cites=5, row_id=f"r{number:011}"
        )

    def news(self) -> None:
        """Another day: more citations, and works that cite, named with the strings."""
        texts = [*STRINGS.values(), LONELY]
        for number in (*range(0, len(texts), 3), list(STRINGS).index("script"), len(texts) - 1):
            text = texts[number]
            citing = cite(self.world, self.papers[number], title=f"Of {word(number)}")
            citing.title, citing.authors = f"{text} cites {word(number)}", [f"Eve {text}", "Dan Example"]

    def listing(self, settings: str) -> str:
        entries = "".join(self._entry(number, one) for number, one in enumerate(self.papers[:-1]))
        people = f"author: {{name: Ada Example, aliases: [{quoted(STRINGS['script'])}], google_scholar: AAAAAAAAAAAJ}}\n"
        return f"{people}{settings}publications:\n{entries}"

    def _entry(self, number: int, paper: Paper) -> str:
        text = list(STRINGS.values())[number]
        fields = {
            "title": paper.title,
            "authors": paper.authors,
            "venue": {"name": f"{text} Journal", "year": 2024},
            "doi": paper.doi,
            "tags": [text, "plain"],
            "note": text,
            "pages": text[:40],
            "publisher": text,
        }
        return "  - " + "\n    ".join(f"{name}: {flow(value)}" for name, value in fields.items()) + "\n"


# ---------------------------------------------------------------- what each output must not let through

_OWN_SEQUENCES = re.compile(
    r"\x1b\[[0-9;]*m"  # colours
    r"|\x1b\]8;(?:id=[0-9]+)?;(?:https?://[\x21-\x7e]*)?\x1b\\"  # links to the web
    r"|\x1b\[\?25[hl]|\x1b\[[0-9]*[AK]|\x1b\[2K|\r"  # progress
)
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HARMLESS_FORMATS = frozenset("\u00ad\u200c\u200d\u034f")  # hyphens and joiners, which scripts need


def obeyed(text: str) -> list[str]:
    """The characters that a terminal, an editor or a reader would obey instead of showing them."""
    return sorted({hex(ord(one)) for one in text if one != "\n" and one not in _HARMLESS_FORMATS and unicodedata.category(one) in _OBEYED})


def on_terminal(text: str) -> list[str]:
    """The same, of what a terminal gets: pubtrack's own colours and links to the web may stand."""
    return obeyed(_OWN_SEQUENCES.sub("", text.replace("\r\n", "\n")))


def formulas(text: str) -> list[str]:
    """Cells that a spreadsheet would compute."""
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    return [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠\t\r\n") and cell and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", cell) is not None


class _Page(HTMLParser):
    """The tags, attributes and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.text += data


TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "p",
    "strong",
    "em",
    "div",
    "span",
    "a",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "br",
    "pre",
}
ATTRIBUTES = {"lang", "charset", "name", "content", "style", "href", "role"}


def page(text: str) -> _Page:
    found = _Page()
    found.feed(text)
    found.close()
    return found


def strangers_in_markdown(text: str) -> list[str]:
    """HTML, images, and links that lead to where a string wanted, as GitHub would render them."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return list(_strangers(tokens))


def _strangers(tokens: list) -> Iterator[str]:  # type: ignore[type-arg]  # tokens of a library without a name for them
    for token in tokens:
        if token.type in ("html_inline", "html_block", "image", "code_inline", "fence", "code_block"):
            yield f"{token.type}: {token.content}"
        if token.type == "link_open" and not re.match(r"https?://(?!evil)", str(token.attrs.get("href"))):
            yield f"link: {token.attrs}"
        if token.children:
            yield from _strangers(token.children)
