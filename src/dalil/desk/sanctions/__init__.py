"""Lists of sanctions at the desk: the same pages as the public has, as a member may know them."""
