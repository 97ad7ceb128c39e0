"""`python -m pubtrack`."""

import sys

from pubtrack.cli import main

sys.exit(main())
