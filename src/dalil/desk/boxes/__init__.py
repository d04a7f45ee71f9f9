"""The boxes in which a report is typed: for each type of value its inputs, how it is shown in them and how it is read out again.

A box knows its name in the form, makes Django fields for its inputs, turns a value into what is typed (`shown`) and what was typed
into plain content for pydantic (`read`). Content that was not touched comes back as it was, with what the short notation cannot carry.
"""

from dalil.desk.boxes.nested import box_of
from dalil.desk.boxes.plain import Box, Typed

__all__ = ["Box", "Typed", "box_of"]
