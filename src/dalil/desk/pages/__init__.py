"""Pages at the desk: their other version beside them, and what is asked before they are taken down."""
