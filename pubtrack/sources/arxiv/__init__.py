"""arXiv: its questions and its Atom feed."""
