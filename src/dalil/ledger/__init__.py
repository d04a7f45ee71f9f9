"""The ledger's arithmetic: hashes, proofs, commitments, signed checkpoints. No framework, no file, no network.

`merkle` is the tree of RFC 6962, `commitments` what a leaf is made of, `notes` and `checkpoints` what is signed about a tree (C2SP
signed-note, tlog-checkpoint, tlog-cosignature), `tiles` how a tree is laid out as files (C2SP tlog-tiles). What a leaf holds of each
table is said by the tables (`leaf_fields`).
"""
