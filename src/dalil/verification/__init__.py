"""Checking that nothing of the record was touched: files, rows, leaves, checkpoints, and copies that others keep.

`checking.verify` runs every check and yields what is wrong, each by its name (`findings`). What the check does not see: `docs/proof.md`.
"""
