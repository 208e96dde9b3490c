"""The criteria and the opportunity analysis: forms."""
