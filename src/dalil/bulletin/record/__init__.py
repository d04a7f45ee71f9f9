"""The public pages of the record: search, entities, reports, documents, sources."""
