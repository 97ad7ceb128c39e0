"""Every output that a user sees, recorded from a checkout, so that two checkouts can be compared byte by byte."""
