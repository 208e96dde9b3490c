"""Pages of program settings and of the partner organizations."""
