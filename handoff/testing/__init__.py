"""Lawful worlds for the tests: a program with partners, hours, policy, signed agreements and people."""
