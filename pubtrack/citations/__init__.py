"""Series of counts, history, metrics, who cites. Pure."""
