"""Django's PostgreSQL backend for row-level security: each transaction names its program (docs/adr/0017)."""
