"""The screens of the sealed compartment."""
