"""What an exit code says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

EXIT_CODES: Mapping[int, str] = MappingProxyType(
    {
        0: "All is well; notices are allowed: a service that wants a pause, nothing found, a doubt.",
        1: "Something asked in this run failed, an entry or a file was left out, or a timer does not work; what is known is still shown.",
        2: "The command's words do not fit together, or name what there is not.",
        3: "The list cannot be used, or not be written: mend the file that is named.",
        4: "What is known cannot be read or written, another refresh runs, or the output cannot be written.",
        5: "`schedule changed` only: nothing changed.",
        130: "Interrupted (Ctrl-C); what was answered before is kept.",
        143: "Ended from outside (SIGTERM; 129 by a closed terminal); what was answered before is kept.",
    }
)
