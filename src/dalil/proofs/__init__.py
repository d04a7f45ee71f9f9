"""The ledger of this record: a leaf for each row that was said or decided, in one Merkle tree that is only added to.

`sealing` writes leaves, in the transaction of what they seal; `kept_hashes` reads the tree; `signing` signs it; `proving` opens a
leaf; `witness` is what a partner does who cosigns our checkpoints. What a leaf holds of a row is said by the row's model (`LEAF`). The
arithmetic is in `dalil.ledger`, and `dalil.verification` checks that the record and the ledger agree.
"""
