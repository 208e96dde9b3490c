"""What is stored about new charges of a person (see holdings)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from handoff.charges.models import DifferentPerson, Disposition, NewCharge, NewChargeChange, SourceCharge
from handoff.core.labels import Label
from handoff.records.queries.holding import Holding
from handoff.staffing.models import ChargeDecision, ChargeReport, TeamRecommendation

POLICE_SIDE = "the police-side fact of a set-aside charge stays, under a number and no name (ADR 0014)"
FINGERPRINTS = "fingerprints that recognize a row of a source, no fact about anyone"

NEW_CHARGE_HOLDINGS: tuple[Holding, ...] = (
    Holding(
        NewCharge,
        "person",
        _("New charges"),
        Label.JUSTICE,
        "title statute offense_key how counts incident_number occurred_on occurred_at entered_in_error_at",
        blank={"incident_number": ""},
        kept=dict.fromkeys(
            "title statute offense_key how counts occurred_on occurred_at".split(), POLICE_SIDE
        ),
    ),
    Holding(
        NewChargeChange,
        "charge__person",
        _("Changes of new charges"),
        Label.JUSTICE,
        "what changed_at",
        blank={"former": {}},
        hidden={"former": "what the source itself has since corrected"},
    ),
    Holding(
        TeamRecommendation,
        "charge__person",
        _("Team recommendations on new charges"),
        Label.PART2,
        "role advice comment written_at",
        blank={"comment": ""},
    ),
    Holding(
        ChargeDecision,
        "charge__person",
        _("Decisions on new charges"),
        Label.JUSTICE,
        "outcome reason decided_at",
        blank={"reason": ""},
    ),
    Holding(
        Disposition,
        "charge__person",
        _("How courts closed new charges"),
        Label.JUSTICE,
        "code verdict sentence words disposed_on",
        blank={"words": ""},
        kept=dict.fromkeys("code verdict sentence disposed_on".split(), POLICE_SIDE),
    ),
)

NEW_CHARGES_NOT_IN_A_COPY: dict[type[models.Model], str] = {
    SourceCharge: FINGERPRINTS,
    DifferentPerson: FINGERPRINTS,
    ChargeReport: "until it is compared it is about no one, and then it is deleted, at the latest after an hour",
}
