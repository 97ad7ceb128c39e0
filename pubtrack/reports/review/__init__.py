"""One doubt, as a card with the publication beside the candidate."""
