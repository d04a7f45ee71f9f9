"""Exchange between two records: signed bundles of reports with their documents, judgements, consents and proofs.

`bundle_file` says what a bundle is and reads one with every check; `sending` makes one; `receiving` takes one in as a whole, or not at all, beside
what is here; `partners` are those with whom bundles are exchanged.
"""
