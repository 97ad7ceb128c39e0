"""Starts the process when this folder is run by its path: `python -P FOLDER SECONDS`."""

from __future__ import annotations

import importlib
import os
import sys
import types

NAME = "scholarly_child"


def load_process() -> types.ModuleType:
    """The process, found through this folder as a package of that name: Python knows a folder that it runs as none."""
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != folder]  # its modules are no top-level ones
    package = types.ModuleType(NAME)
    package.__path__ = [folder]
    sys.modules[NAME] = package
    return importlib.import_module(f"{NAME}.process")


if __name__ == "__main__":
    sys.exit(load_process().main(sys.argv[1:]))
