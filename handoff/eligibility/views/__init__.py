"""The criteria and the opportunity analysis: views."""
