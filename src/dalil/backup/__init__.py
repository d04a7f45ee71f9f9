"""Backups: a copy of everything that cannot be worked out anew, taken while Dalil serves, checked, and put back.

`taking.take_backup` copies, `contents.check_backup` reads a copy again, `restoring.put_back` makes a home of it. A folder of backups holds each
document once, under its digest as the archive does, and for each backup a folder named after its moment:

    documents/ab/abcd…          every document that one of the backups names
    2026-05-01T023000Z/         one backup
        manifest.json           what it is of, how many rows, which migrations, what was found damaged
        SHA256SUMS              the digest of every file it needs; `sha256sum --check SHA256SUMS` there checks it without Dalil
        dalil.sqlite3, access.sqlite3, or dalil.pgdump
        home/                   keys, pictures of pages, an organisation's own kinds
"""
