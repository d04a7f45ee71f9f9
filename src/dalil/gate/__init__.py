"""The gate: what stands against a thing becoming public, in words, and what would pass.

`examination` asks (`examine`, `examine_figure`, `examine_words`), `doors` lets through what nothing stands against, and what two persons override.
`objections` is the answer; `place_floor`, `names_in_words`, `small_cells`, `remainders` are the rules. Why: docs/security/gate.md.
"""
