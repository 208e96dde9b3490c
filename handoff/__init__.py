"""Handoff: case management for pre-arrest diversion."""
