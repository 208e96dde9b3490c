"""The first account and the first program of an installation."""
