"""`python -m pubtrack`, and the command `pubtrack`: nothing but Ctrl-C before and after all else."""

import signal
import sys


def run() -> int:
    """Ctrl-C ends it calmly also while it loads, and when it is done already."""
    try:
        from pubtrack.cli import main

        code = main()
    except KeyboardInterrupt:
        code = 130
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is left to be kept, and the interpreter would end with a traceback
    return code


if __name__ == "__main__":
    sys.exit(run())
