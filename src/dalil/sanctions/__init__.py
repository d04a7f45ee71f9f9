"""Lists of sanctions: their versions, what changed from one to the next, and who of the record may stand on them."""
