"""Looking for reports, entities, documents and sources at the desk."""
