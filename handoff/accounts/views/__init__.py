"""Pages of accounts: signing in and one's own settings, the agreement, and the people at the table."""
