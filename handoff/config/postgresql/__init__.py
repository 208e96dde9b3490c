"""Django's PostgreSQL backend, with the second wall: each statement says for which program it is (docs/adr/0017)."""
