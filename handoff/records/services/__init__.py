"""Writing: legal requests, copies of records, erasure, retention, breaches."""
