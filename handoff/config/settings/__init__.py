"""Settings: base, and a thin file each for local work, production and tests."""
