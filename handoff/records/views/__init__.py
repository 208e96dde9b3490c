"""Pages of the registers: legal requests, copies, erasure, retention, breaches."""
