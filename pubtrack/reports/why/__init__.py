"""One publication: what was asked, what was considered, what was taken and why."""
