"""The loop from a need to being served: which state of a referral to a service may follow which (K2)."""

OPEN_NEED = "opened"
"""The state of a need that nothing has happened with yet."""

DECLINED = frozenset({"participant_declined", "provider_declined"})
ENDS = DECLINED | {"completed", "lost_contact"}
"""The states with which a referral ends, and with which someone says what becomes of the need."""

FOLLOWING: dict[str, frozenset[str]] = {
    "made": frozenset({"accepted", "appointment", "connected"}) | DECLINED | {"lost_contact"},
    "accepted": frozenset({"appointment", "connected"}) | DECLINED | {"lost_contact"},
    "appointment": frozenset({"appointment", "connected"}) | DECLINED | {"lost_contact"},
    "connected": frozenset({"receiving", "completed"}) | DECLINED | {"lost_contact"},
    "receiving": frozenset({"completed"}) | DECLINED | {"lost_contact"},
    "completed": frozenset(),
    "participant_declined": frozenset(),
    "provider_declined": frozenset(),
    "lost_contact": frozenset({"appointment", "connected", "receiving"}) | DECLINED,
}
"""What may follow each state. *Connected* is the first appointment attended, as CORE-NC counts it; whoever was accepted
or connected can still decline or be declined, and who was out of contact can come back."""

OUTCOMES = frozenset({"kept", "missed", "participant_canceled", "program_canceled", "provider_canceled"})
"""What can become of an appointment. A later entry corrects an earlier one; both stay in the history."""

SHARED_AS: dict[str, str] = {
    **dict.fromkeys(
        (
            "housing",
            "food",
            "phone",
            "identity",
            "benefits",
            "work",
            "transport",
            "legal",
            "safety",
            "family",
        ),
        "needs",
    ),
    **dict.fromkeys(("health", "mental_health"), "health"),
    **dict.fromkeys(
        ("substance_use", "medication", "harm_reduction", "naloxone", "peer_support"), "treatment"
    ),
}
"""Under which kind of information of an ROI a provider learns that someone has a need. Peer support is by someone who
has used drugs, so that asking for it says what treatment says."""

NO_ANSWER_AFTER_DAYS = 14
"""After so many days without an answer a referral to a service stands on the worker's home page (C-F10)."""
