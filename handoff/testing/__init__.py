"""Factories for the tests: a valid program with partners, hours, policy, signed agreements and people."""
