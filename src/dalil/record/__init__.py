"""The record: who said what, in which document, about which thing.

`actions` is where everything enters and changes; `models` is what is kept; `kind` is the base of every kind of report;
`entities` works out, for one viewer, which reports are about the same thing; `places` is the gazetteer in use.
"""
