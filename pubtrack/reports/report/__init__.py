"""The report: the publications with what is known of them, in each of its formats."""
