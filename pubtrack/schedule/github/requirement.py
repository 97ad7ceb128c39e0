"""What pip is to install on GitHub, out of what a person types: a repository, a folder, a requirement. Pure."""

from __future__ import annotations

import re
import shlex

_HOSTED = re.compile(
    r"(?:https?://)?((?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)/[\w.-]+/[\w.-]+?)(?:\.git)?(@[\w./-]+)?/?", re.I
)
_OVER_SSH = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./-]+?)(?:\.git)?(@[\w./-]+)?", re.I)
_ADDRESS = re.compile(r"(?:git\+)?[a-z][a-z0-9+.-]*://\S.*", re.I)
_INSTALLS = re.compile(r"^          python -m pip install --disable-pip-version-check (.+)$", re.M)
OF_INDEX = "pubtrack"  # a name in an index, which anybody may own

HOW = (
    "type --install with its repository or with a folder of this one: pubtrack schedule github --install https://github.com/OWNER/NAME,"
    " or --install ./FOLDER. Nothing of that name is taken from an index unasked: anybody may own it there"
)


def of_repository(typed: str) -> str | None:
    """The requirement for a repository or an archive at an address; None where no address is typed."""
    text = typed.strip()
    if hosted := _HOSTED.fullmatch(text):
        return f"git+https://{hosted[1]}{hosted[2] or ''}"
    if over_ssh := _OVER_SSH.fullmatch(text):
        return f"git+https://{over_ssh[1]}/{over_ssh[2]}{over_ssh[3] or ''}"  # GitHub's machines have no key of yours
    return text if _ADDRESS.fullmatch(text) else None


def is_path(typed: str) -> bool:
    """Is a folder or file meant, not a name in an index?"""
    return typed.startswith((".", "/", "~")) or "/" in typed or "\\" in typed or typed.endswith((".whl", ".tar.gz"))


def is_of_index(requirement: str) -> bool:
    """Would pip look for it in an index?"""
    return of_repository(requirement) is None and not is_path(requirement) and " @ " not in requirement


def chosen_before(workflow: str) -> str | None:
    """What a workflow of ours installs, where somebody chose it; not a bare name, which earlier versions wrote by themselves."""
    found = _INSTALLS.search(workflow)
    if found is None:
        return None
    words = shlex.split(found[1])
    return words[0] if len(words) == 1 and words[0] != OF_INDEX else None
