"""The ledger at the desk: how far it was signed, and by whom."""
