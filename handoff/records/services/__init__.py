"""Writing: legal requests, copies of records, erasure, retention, breaches."""

from handoff.records.services.erasure import replay_erasure

__all__ = ["replay_erasure"]
