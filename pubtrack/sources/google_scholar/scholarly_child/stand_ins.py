"""Stands in for what scholarly imports and never uses when it reads a page that is handed to it.

A browser's driver, two HTTP clients, a finder of free proxies, a parser of BibTeX: loading them is most of its start (seen with 1.7.11).
When something of a stand-in is used after all, StandInUsed says so: another scholarly is noticed, and does not read wrongly.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from types import ModuleType
from typing import Any, NoReturn

# Module → the names that scholarly imports from it.
UNUSED = {
    "arrow": (),
    "bibtexparser": (),
    "bibtexparser.bibdatabase": ("BibDatabase",),
    "fp": (),
    "fp.fp": ("FreeProxy",),
    "httpx": ("TimeoutException",),
    "requests": (),
    "requests.exceptions": ("Timeout",),
    "selenium": ("webdriver",),
    "selenium.common.exceptions": ("UnexpectedAlertPresentException", "WebDriverException"),
    "selenium.webdriver.common.by": ("By",),
    "selenium.webdriver.firefox.options": ("Options",),
    "selenium.webdriver.support.wait": ("TimeoutException", "WebDriverWait"),
    "urllib3": (),
}
# What scholarly and Beautiful Soup look for and do without: the page comes as text, and Python's own parser reads it.
ABSENT = ("cchardet", "chardet", "charset_normalizer", "fake_useragent", "html5lib", "lxml", "soupsieve", "stem")


class StandInUsed(BaseException):
    """Something was used for which there is only a stand-in. (No Exception: scholarly passes over those.)"""


class Unused:
    """A thing that is imported, and that nobody may call or look into."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *arguments: object, **named: object) -> NoReturn:
        raise StandInUsed(f"{self._name}()")

    def __getattr__(self, name: str) -> NoReturn:
        raise StandInUsed(f"{self._name}.{name}")


class StandIn(ModuleType):
    """A module that has a few names."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):  # Python asks whether it is a package
            raise AttributeError(name)
        raise StandInUsed(f"{self.__name__}.{name}")


class Client(Unused):
    """httpx's client: scholarly opens two when it is loaded, and closes them."""

    def __init__(self, **settings: object) -> None:
        super().__init__("httpx.Client")

    def close(self) -> None:
        """Nothing is open."""


def undecorated(**reason: str) -> Callable[[Any], Any]:
    """What `deprecated` gives to a function: nothing that is needed here."""
    return lambda function: function


# What is used while scholarly is loaded: module → name → what does it.
USED: dict[str, dict[str, Any]] = {
    "deprecated": {"deprecated": undecorated},
    "dotenv": {"find_dotenv": lambda: "", "load_dotenv": lambda path: False},  # a person's .env is not for this process
    "httpx": {"Client": Client},
}


def put() -> tuple[str, ...]:
    """Put the stand-ins where Python finds modules, save where a real one is already. Which they are."""
    loaded = {name.partition(".")[0] for name in sys.modules}
    names = tuple(name for name in (*sorted(UNUSED.keys() | USED.keys()), *ABSENT) if name.partition(".")[0] not in loaded)
    for name in names:
        if name in ABSENT:
            sys.modules[name] = None  # type: ignore[assignment]  # has an import fail as if it were not installed
        else:
            sys.modules[name] = _stand_in(name)
    return names


def take_away(names: Collection[str]) -> None:
    """As if they had not been put there."""
    for name in names:
        sys.modules.pop(name, None)


def _stand_in(name: str) -> StandIn:
    module = StandIn(name)
    module.__dict__.update({one: Unused(f"{name}.{one}") for one in UNUSED.get(name, ())}, **USED.get(name, {}))
    return module
