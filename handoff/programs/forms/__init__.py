"""What is typed into program settings and about partners."""
