"""The screens of the desk, one subject per file. Every view says which permission opens it and reads through `visible_to`."""
