"""What a participant database holds of how a person came to the program, a row a person (handbook 7a)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import F, JSONField, Value
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


COSTLY = frozenset({"services_wanted", "criteria_met", "criteria_not_met"})
"""Columns that take long to decode, and are read only if they are asked for."""


class _Read(NamedTuple):
    """What is read of a referral. The rest of it and of its check is much, and no row shows it."""

    pk: int
    person_id: int
    state: str
    occurred_at: datetime
    pathway: str
    referrer_user_id: int | None
    decline_reason: str
    officer_seconds: int | None
    officer_seconds_corrected: int | None
    agency__name: str | None
    past__officer_name: str | None
    """The officer as the program's own workbook names them."""
    wanted: list[str] | None
    findings: list[dict[str, str]] | None


def referral_rows(
    people: Collection[int], program: Program, at: datetime, columns: Collection[str] = COSTLY
) -> dict[int, ReferralRow]:
    """A row for each of some people who were referred, by primary key. Three queries.

    Of the costly columns, those that `columns` doesn't name stay blank.
    """
    by_person: dict[int, list[_Read]] = defaultdict(list)
    for each in map(_Read._make, _read_referrals(people, program, columns)):
        by_person[each.person_id].append(each)
    chosen = {person_id: _choose(referrals) for person_id, referrals in by_person.items()}
    officers = User.objects.filter(pk__in={each.referrer_user_id or 0 for each in chosen.values()})
    names = dict(officers.values_list("pk", "full_name"))
    screened, language = _screened([each.pk for each in chosen.values()]), get_language() or ""
    return {
        person_id: _referral_row(referral, len(by_person[person_id]), names, screened, language)
        for person_id, referral in chosen.items()
    }


def _read_referrals(
    people: Collection[int], program: Program, columns: Collection[str]
) -> Iterator[tuple[object, ...]]:
    blank = Value(None, output_field=JSONField())
    has_criteria = not {"criteria_met", "criteria_not_met"}.isdisjoint(columns)
    found = Referral.objects.filter(program=program, person_id__in=people).exclude(state=State.WITHDRAWN)
    found = found.annotate(
        wanted=F("services_wanted") if "services_wanted" in columns else blank,
        findings=F("eligibility__findings") if has_criteria else blank,
    )
    return found.values_list(*_Read._fields).iterator(chunk_size=5_000)


def _choose(referrals: list[_Read]) -> _Read:
    return max(referrals, key=lambda each: (each.state in SAID_YES, each.occurred_at, each.pk))


def _screened(referral_ids: Collection[int]) -> dict[int, datetime]:
    events = ReferralEvent.objects.filter(referral_id__in=referral_ids, what=ReferralEvent.Kind.SCREENED)
    # The first screening counts: rows come newest first, so the oldest wins.
    return dict(events.order_by("-occurred_at", "-pk").values_list("referral_id", "occurred_at"))


def _referral_row(
    referral: _Read,
    count: int,
    names: Mapping[int, str],
    screened: Mapping[int, datetime],
    language: str,
) -> ReferralRow:
    seconds = referral.officer_seconds_corrected
    seconds = referral.officer_seconds if seconds is None else seconds
    return ReferralRow(
        referrals=count,
        referred_at=referral.occurred_at,
        pathway=referral.pathway,
        referring_agency=referral.agency__name or "",
        referring_officer=names.get(referral.referrer_user_id or 0, "") or referral.past__officer_name or "",
        criteria_met=_criteria(referral, CriterionAnswer.MET, language),
        criteria_not_met=_criteria(referral, CriterionAnswer.NOT_MET, language),
        answer=referral.state,
        decline_reason=referral.decline_reason,
        officer_minutes=None if seconds is None else round(seconds / 60),
        screened_at=screened.get(referral.pk),
        services_wanted=tuple(referral.wanted or ()),
    )


def _criteria(referral: _Read, answer: CriterionAnswer, language: str) -> str:
    if not referral.findings:
        return ""
    wanted = answer.value
    return "; ".join(
        [_title(each["title"], language) for each in referral.findings if each.get("answer") == wanted]
    )


@lru_cache(maxsize=512)
def _title(title: str, language: str) -> str:
    """A criterion's title in the reader's language. Ten thousand rows name the same few dozen."""
    return translate(title)
