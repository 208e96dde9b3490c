"""Forms for program settings and partners."""
