"""Pages of accounts: signing in and own settings, the agreement, and the program's users."""
