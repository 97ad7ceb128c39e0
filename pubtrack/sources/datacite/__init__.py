"""DataCite: arXiv's DOIs, while arXiv refuses."""
