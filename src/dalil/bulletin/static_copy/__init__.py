"""The public site as plain files: for any host, or a stick, where the server is blocked or there is no network."""
