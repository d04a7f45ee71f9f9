"""Looking up: from the names that people write to the codes of places, sources and terms; answered once, here."""
