"""The law on the public site: a page for each provision, with its elements and what the record holds under it."""
