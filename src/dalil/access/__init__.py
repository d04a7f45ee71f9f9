"""Who came in, who read what is restricted, and the rooms for dangerous moments: pausing, travelling, four eyes.

`log` writes what happened, `accounts` pauses accounts and lets them travel, `proposals` asks for a second person.
"""
