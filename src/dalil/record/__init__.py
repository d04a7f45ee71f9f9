"""The record: who said what, in which document, about which thing.

`actions` is where everything enters and changes, and `log` says what was written. `models` is what is kept; `kind` is the base of every
kind of report. `entities` works out, for one viewer, which reports are about the same thing. `reading` is the door through which one
thing is handed out; `finding` finds many reports at once. `gazetteer_in_use` is the gazetteer as it stands.
"""
