"""The sealed compartment: who witnesses, families and confidential sources are, and how they are reached.

Each field is encrypted; no key that opens it lies on the server alone. `envelope` is the cryptography of one field, `identities` that of
people's keys, `compartment` sets up, opens, admits and removes, `openings` keeps it open for one session, `persons` reads and writes,
`reads` is the log of reading. What it protects against, and what it does not: docs/security/sealed.md.
"""
