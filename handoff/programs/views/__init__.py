"""Pages of program settings and of the organisations at the table."""
