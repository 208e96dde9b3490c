"""The codes of the audit log: acts, and views that changed nothing. They are stored, so a code never changes."""

from handoff.audit.definitions.acts import AuditAction
from handoff.audit.definitions.looks import AuditLook

__all__ = ["AuditAction", "AuditLook"]
