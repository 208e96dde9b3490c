"""The criteria and the opportunity analysis: presenters."""
