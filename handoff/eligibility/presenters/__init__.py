"""Criteria and their versions as pages show them."""
