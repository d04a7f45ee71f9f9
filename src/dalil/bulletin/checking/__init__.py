"""How readers check the record: the page that says so, and the ledger as files at a public address."""
