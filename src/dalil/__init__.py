"""Dalil: the record and the newsroom of an organisation that documents atrocities and seeks accountability."""
