"""Signing in: passphrase, second factor, sessions, and the limits on guessing. There is no other way in."""
