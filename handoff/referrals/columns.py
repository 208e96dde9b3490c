"""What a participant database holds of how a person came to the program, a row a person (handbook 7a)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from handoff.accounts.models import User
from handoff.core.columns import ColumnKind, FactColumn, FactTable, choices_of
from handoff.eligibility.engine.findings import CriterionAnswer
from handoff.programs.models import Program
from handoff.referrals.models import Pathway, Referral, ReferralEvent, ServiceWanted

State = Referral.State
SAID_YES = frozenset({State.ACCEPTED, State.HANDED_OFF})


@dataclass(frozen=True)
class ReferralRow:
    """The referral that a person said yes to last, else the last one; and how many there were."""

    referrals: int
    referred_at: datetime | None
    pathway: str
    referring_agency: str
    referring_officer: str
    criteria_met: str
    criteria_not_met: str
    answer: str
    decline_reason: str
    officer_minutes: int | None
    screened_at: datetime | None
    services_wanted: tuple[str, ...]


FORM = _("Referral form")
CHECK = _("Eligibility check")

REFERRAL_TABLE = FactTable(
    key="referral",
    label=pgettext_lazy("group of columns", "Referral"),
    row=ReferralRow,
    columns=(
        FactColumn(
            "referrals",
            _("Referrals"),
            ColumnKind.WHOLE_NUMBER,
            _("Counted from the referrals, without those made by mistake"),
            unit=_("referrals"),
        ),
        FactColumn(
            "referred_at",
            _("Referred"),
            ColumnKind.MOMENT,
            FORM,
            "7a",
            _("When the officer and the person met, not when the form was sent."),
        ),
        FactColumn(
            "pathway",
            _("Kind of referral"),
            ColumnKind.CHOICE,
            FORM,
            "7a",
            _("Arrest diversion if a charge was set aside; otherwise social or community."),
            choices=choices_of(Pathway.choices),
        ),
        FactColumn("referring_agency", _("Referring agency"), ColumnKind.TEXT, FORM, "7a"),
        FactColumn(
            "referring_officer",
            _("Referring officer"),
            ColumnKind.TEXT,
            FORM,
            "7a",
            _("Set by the officer's own sign-in."),
        ),
        FactColumn(
            "criteria_met",
            _("Eligibility criteria met"),
            ColumnKind.TEXT,
            CHECK,
            "7a",
            _("Each criterion is answered at the check."),
        ),
        FactColumn(
            "criteria_not_met",
            _("Eligibility criteria not met"),
            ColumnKind.TEXT,
            CHECK,
            "7a",
            _("Why someone isn't eligible, or was referred by exception."),
        ),
        FactColumn(
            "answer",
            _("Their answer"),
            ColumnKind.CHOICE,
            FORM,
            "7a",
            _("What the person said when the program was offered."),
            choices=choices_of(State.choices),
        ),
        FactColumn(
            "decline_reason",
            _("Why they said “not now”"),
            ColumnKind.CHOICE,
            FORM,
            "7a",
            _("In their words, the reason that comes nearest. Never required of them."),
            choices=choices_of(Referral.DeclineReason.choices),
        ),
        FactColumn(
            "officer_minutes",
            _("Officer's time"),
            ColumnKind.WHOLE_NUMBER,
            _("Measured while the referral form is open; the officer may correct it"),
            "7a",
            unit=_("minutes"),
        ),
        FactColumn(
            "screened_at",
            _("Screening form completed"),
            ColumnKind.MOMENT,
            _("Screening form"),
            "7a",
            _("The first time that someone asked what they need."),
        ),
        FactColumn(
            "services_wanted",
            _("Help they asked for at screening"),
            ColumnKind.CHOICES,
            _("Screening form"),
            "7a",
            _("Everything that they name."),
            choices=choices_of(ServiceWanted.choices),
        ),
    ),
)


READ = (
    *("person", "state", "occurred_at", "pathway", "referrer_user_id", "decline_reason"),
    *("officer_seconds", "officer_seconds_corrected", "agency__name", "past__officer_name"),
)
"""What every row is made of. The rest of a referral and of its check is much, and no row shows it."""
COSTLY = {
    "services_wanted": "services_wanted",
    "criteria_met": "eligibility__findings",
    "criteria_not_met": "eligibility__findings",
}
"""By column: what takes long to decode, and is read only if the column is asked for."""


def referral_rows(
    people: Collection[int], program: Program, at: datetime, columns: Collection[str] = tuple(COSTLY)
) -> dict[int, ReferralRow]:
    """A row for each of some people who were referred, by primary key. Three queries.

    Of the costly columns, those that `columns` doesn't name stay blank.
    """
    costly = {COSTLY[key] for key in columns if key in COSTLY}
    by_person: dict[int, list[Referral]] = defaultdict(list)
    found = Referral.objects.filter(program=program, person_id__in=people)
    joined = ("agency", "past", *(["eligibility"] if "eligibility__findings" in costly else []))
    for each in found.exclude(state=State.WITHDRAWN).select_related(*joined).only(*READ, *costly):
        by_person[each.person_id or 0].append(each)
    chosen = {person_id: _choose(referrals) for person_id, referrals in by_person.items()}
    officers = User.objects.in_bulk({each.referrer_user_id for each in chosen.values()} - {None})
    names = {pk: user.full_name for pk, user in officers.items()}
    screened = _screened([each.pk for each in chosen.values()])
    return {
        person_id: _referral_row(referral, len(by_person[person_id]), names, screened, columns)
        for person_id, referral in chosen.items()
    }


def _choose(referrals: list[Referral]) -> Referral:
    return max(referrals, key=lambda each: (each.state in SAID_YES, each.occurred_at, each.pk))


def _screened(referral_ids: Collection[int]) -> dict[int, datetime]:
    events = ReferralEvent.objects.filter(referral_id__in=referral_ids, what=ReferralEvent.Kind.SCREENED)
    # The first screening counts: rows come newest first, so the oldest wins.
    return dict(events.order_by("-occurred_at", "-pk").values_list("referral_id", "occurred_at"))


def _referral_row(
    referral: Referral,
    count: int,
    names: Mapping[int, str],
    screened: Mapping[int, datetime],
    columns: Collection[str],
) -> ReferralRow:
    seconds = referral.officer_seconds_corrected
    seconds = referral.officer_seconds if seconds is None else seconds
    return ReferralRow(
        referrals=count,
        referred_at=referral.occurred_at,
        pathway=referral.pathway,
        referring_agency=referral.agency.name if referral.agency else "",
        referring_officer=names.get(referral.referrer_user_id or 0, "") or _past_officer(referral),
        criteria_met=_criteria(referral, CriterionAnswer.MET) if "criteria_met" in columns else "",
        criteria_not_met=_criteria(referral, CriterionAnswer.NOT_MET)
        if "criteria_not_met" in columns
        else "",
        answer=referral.state,
        decline_reason=referral.decline_reason,
        officer_minutes=None if seconds is None else round(seconds / 60),
        screened_at=screened.get(referral.pk),
        services_wanted=tuple(referral.services_wanted) if "services_wanted" in columns else (),
    )


def _past_officer(referral: Referral) -> str:
    """The officer as the program's own workbook names them."""
    return referral.past.officer_name if referral.is_past else ""


def _criteria(referral: Referral, answer: CriterionAnswer) -> str:
    findings = referral.eligibility.findings if referral.eligibility else []
    language = get_language() or ""
    return "; ".join(_title(each["title"], language) for each in findings if each.get("answer") == answer)


@lru_cache(maxsize=512)
def _title(title: str, language: str) -> str:
    """A criterion's title in the reader's language. Ten thousand rows name the same few dozen."""
    return translate(title)
