"""Legal requests, how long records are kept, erasure and breaches (C7, C9)."""

from handoff.records.models.breaches import Breach, BreachDuty, BreachEvent
from handoff.records.models.erasure import ERASURE_IS_OPEN, ErasureRequest
from handoff.records.models.legal import FactKind, LegalPaper, LegalRequest, LegalRequestEvent, PaperKind
from handoff.records.models.public_counts import PublishedQuarter
from handoff.records.models.retention import RecordKind, RetentionRule, RetentionRun

__all__ = [
    "ERASURE_IS_OPEN",
    "Breach",
    "BreachDuty",
    "BreachEvent",
    "ErasureRequest",
    "FactKind",
    "LegalPaper",
    "LegalRequest",
    "LegalRequestEvent",
    "PaperKind",
    "PublishedQuarter",
    "RecordKind",
    "RetentionRule",
    "RetentionRun",
]
