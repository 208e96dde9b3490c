"""What a participant database holds of the work with a person: needs, services, milestones, contacts (handbook 7a)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.access.actor import Actor
from handoff.casework.facts import LISTS
from handoff.casework.models import (
    ContactAttempt,
    DatedFactVersion,
    Milestone,
    Need,
    ServiceReferral,
    ServiceReferralEvent,
)
from handoff.casework.notes.queries import readable_notes
from handoff.casework.queries import active_contacts
from handoff.casework.situation.queries import HeldFact, held_facts_by_person
from handoff.core.columns import Choice, ColumnKind, FactColumn, FactTable, choices_of
from handoff.directory.wording import NEED_LABELS
from handoff.programs.models import Program
from handoff.programs.queries import local_date

State = ServiceReferralEvent.State
FactKind = DatedFactVersion.Kind
LINKED = frozenset({State.CONNECTED, State.RECEIVING, State.COMPLETED})
"""The states of a referral to a service in which the person has been served at least once (CORE-NC)."""


@dataclass(frozen=True)
class CaseworkRow:
    """Needs, services, milestones and contacts of a person, and how things stand for them today."""

    needs: tuple[str, ...]
    needs_open: tuple[str, ...]
    service_referrals: int
    service_referral_words: str
    linkages: int
    linkage_words: str
    milestone_words: str
    housing: str
    housing_since: date | None
    work: str
    work_since: date | None
    income: tuple[str, ...]
    benefits: tuple[str, ...]
    coverage: tuple[str, ...]
    treatment: tuple[str, ...]
    documents: tuple[str, ...]
    last_reached_on: date | None
    contacts: int
    notes: int
    last_note_on: date | None


NEEDS = _("Needs and services, on the participant's record")
SITUATION = _("How things stand, on the participant's record")


def _codes(kind: str) -> tuple[Choice, ...]:
    return tuple(Choice(each.code, _(each.label)) for each in LISTS[kind])


CASEWORK_TABLE = FactTable(
    key="casework",
    label=pgettext_lazy("group of columns", "Needs, services, and milestones"),
    row=CaseworkRow,
    columns=(
        FactColumn(
            "needs",
            _("Services needed"),
            ColumnKind.CHOICES,
            NEEDS,
            "7a",
            _("Everything they asked for since they came, met or not."),
            choices=choices_of(NEED_LABELS.items()),
        ),
        FactColumn(
            "needs_open",
            _("Services still needed"),
            ColumnKind.CHOICES,
            NEEDS,
            "7a",
            _("Neither met nor no longer wanted."),
            choices=choices_of(NEED_LABELS.items()),
        ),
        FactColumn(
            "service_referrals",
            _("Referrals to services"),
            ColumnKind.WHOLE_NUMBER,
            _("Counted from needs and services"),
            "7a",
            unit=_("referrals"),
        ),
        FactColumn(
            "service_referral_words", _("Referrals to services, with dates"), ColumnKind.TEXT, NEEDS, "7a"
        ),
        FactColumn(
            "linkages",
            _("Linkages completed"),
            ColumnKind.WHOLE_NUMBER,
            _("Counted from needs and services"),
            "7a",
            _("They went to the first appointment, at least."),
            unit=_("services"),
        ),
        FactColumn("linkage_words", _("Linkages completed, with dates"), ColumnKind.TEXT, NEEDS, "7a"),
        FactColumn(
            "milestone_words",
            _("Milestones, with dates"),
            ColumnKind.TEXT,
            NEEDS,
            "7a",
            _("A home, work, treatment, benefits, an ID: with the day it was reached."),
        ),
        FactColumn(
            "housing",
            _("Housing"),
            ColumnKind.CHOICE,
            SITUATION,
            "7a",
            _("Where they sleep now. A change is a new line with its date."),
            choices=_codes("housing"),
        ),
        FactColumn("housing_since", _("Housing since"), ColumnKind.DATE, SITUATION, "7a"),
        FactColumn(
            "work",
            _("Work"),
            ColumnKind.CHOICE,
            SITUATION,
            "7a",
            _("A change is a new line with its date."),
            choices=_codes("work"),
        ),
        FactColumn("work_since", _("Work since"), ColumnKind.DATE, SITUATION, "7a"),
        FactColumn("income", _("Income"), ColumnKind.CHOICES, SITUATION, "7a", choices=_codes("income")),
        FactColumn(
            "benefits", _("Benefits"), ColumnKind.CHOICES, SITUATION, "7a", choices=_codes("benefits")
        ),
        FactColumn(
            "coverage",
            _("Health coverage"),
            ColumnKind.CHOICES,
            SITUATION,
            "7a",
            choices=_codes("coverage"),
        ),
        FactColumn(
            "treatment",
            _("Treatment"),
            ColumnKind.CHOICES,
            SITUATION,
            "7a",
            _("Only what they want to say. Blank for those whose work isn't care."),
            choices=_codes("treatment"),
        ),
        FactColumn(
            "documents",
            _("ID and documents they have"),
            ColumnKind.CHOICES,
            SITUATION,
            "7a",
            choices=_codes("documents"),
        ),
        FactColumn(
            "last_reached_on",
            _("Last reached"),
            ColumnKind.DATE,
            _("Contacts"),
            "7a",
            _("The last day that someone talked or wrote with them."),
        ),
        FactColumn(
            "contacts",
            _("Contact attempts"),
            ColumnKind.WHOLE_NUMBER,
            _("Counted from the contacts"),
            "7a",
            unit=_("attempts"),
        ),
        FactColumn(
            "notes",
            _("Case notes"),
            ColumnKind.WHOLE_NUMBER,
            _("Counted from the case notes that you may read. Their words stay on the record."),
            "7a",
            unit=_("notes"),
        ),
        FactColumn("last_note_on", _("Last case note"), ColumnKind.DATE, _("Case notes"), "7a"),
    ),
)


OF_NEEDS = frozenset(
    {"needs", "needs_open", "service_referrals", "service_referral_words", "linkages", "linkage_words"}
)
OF_MILESTONES = frozenset({"milestone_words"})
OF_CONTACTS = frozenset({"last_reached_on", "contacts"})
OF_NOTES = frozenset({"notes", "last_note_on"})
EVERY = frozenset(each.key for each in CASEWORK_TABLE)
KIND_OF_COLUMN: Mapping[str, str] = {
    "housing": FactKind.HOUSING,
    "housing_since": FactKind.HOUSING,
    "work": FactKind.WORK,
    "work_since": FactKind.WORK,
    "income": FactKind.INCOME,
    "benefits": FactKind.BENEFITS,
    "coverage": FactKind.COVERAGE,
    "treatment": FactKind.TREATMENT,
    "documents": FactKind.DOCUMENTS,
}


def casework_rows(
    people: Collection[int],
    program: Program,
    actor: Actor,
    at: datetime,
    columns: Collection[str] = EVERY,
) -> dict[int, CaseworkRow]:
    """A row for each of some people, by primary key, as far as the actor may read. Ten queries for every column;
    what none of `columns` is made of isn't read and stays blank."""
    asked, no_one = frozenset(columns), frozenset[int]()
    kinds = {kind for column, kind in KIND_OF_COLUMN.items() if column in asked}
    read = _Read(
        program=program,
        today=local_date(program, at),
        needs=_needs(people if asked & OF_NEEDS else no_one),
        milestones=_milestones(people if asked & OF_MILESTONES else no_one),
        held=held_facts_by_person(people if kinds else no_one, program, actor, kinds),
        contacts=_contacts(people if asked & OF_CONTACTS else no_one),
        notes=_notes(people if asked & OF_NOTES else no_one, actor),
    )
    # Most people have nothing of this: they share the row of no one, which is what makes a table of thousands quick.
    none, known = read.row(0), read.known
    return {person_id: read.row(person_id) if person_id in known else none for person_id in people}


@dataclass(frozen=True)
class _Read:
    """Everything that was read for a list of people, by primary key."""

    program: Program
    today: date
    needs: Mapping[int, list[Need]]
    milestones: Mapping[int, list[Milestone]]
    held: Mapping[int, list[HeldFact]]
    contacts: Mapping[int, tuple[int, datetime | None]]
    notes: Mapping[int, tuple[int, datetime | None]]

    @property
    def known(self) -> set[int]:
        """The people with any casework; all others share one row."""
        held = {person_id for person_id, facts in self.held.items() if facts}
        return held | self.needs.keys() | self.milestones.keys() | self.contacts.keys() | self.notes.keys()

    def row(self, person_id: int) -> CaseworkRow:
        needs = self.needs[person_id]
        referred = [referral for need in needs for referral in need.referrals.all()]
        linked = [each for each in referred if any(step.state in LINKED for step in each.events.all())]
        now: dict[str, list[HeldFact]] = defaultdict(list)
        for each in self.held.get(person_id, ()):
            if each.holds_on(self.today):
                now[each.span.kind].append(each)
        contacts, reached_at = self.contacts.get(person_id, (0, None))
        notes, noted_at = self.notes.get(person_id, (0, None))
        return CaseworkRow(
            needs=_kinds(needs),
            needs_open=_kinds(each for each in needs if each.is_open),
            service_referrals=len(referred),
            service_referral_words="; ".join(map(_referral_words, referred)),
            linkages=len(linked),
            linkage_words="; ".join(map(_linkage_words, linked)),
            milestone_words="; ".join(map(_milestone_words, self.milestones[person_id])),
            housing=_one(now.get(FactKind.HOUSING, ())),
            housing_since=_since(now.get(FactKind.HOUSING, ())),
            work=_one(now.get(FactKind.WORK, ())),
            work_since=_since(now.get(FactKind.WORK, ())),
            income=_several(now.get(FactKind.INCOME, ())),
            benefits=_several(now.get(FactKind.BENEFITS, ())),
            coverage=_several(now.get(FactKind.COVERAGE, ())),
            treatment=_several(now.get(FactKind.TREATMENT, ())),
            documents=_several(now.get(FactKind.DOCUMENTS, ())),
            last_reached_on=local_date(self.program, reached_at) if reached_at else None,
            contacts=contacts,
            notes=notes,
            last_note_on=local_date(self.program, noted_at) if noted_at else None,
        )


def _needs(people: Collection[int]) -> Mapping[int, list[Need]]:
    found: dict[int, list[Need]] = defaultdict(list)
    rows = Need.objects.filter(person_id__in=people)
    for each in rows.prefetch_related("events", "referrals__events"):
        found[each.person_id].append(each)
    return found


def _milestones(people: Collection[int]) -> Mapping[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    for each in Milestone.objects.filter(person_id__in=people, withdrawn_at__isnull=True):
        found[each.person_id].append(each)
    return found


def _contacts(people: Collection[int]) -> dict[int, tuple[int, datetime | None]]:
    """How many attempts there were, and when someone was last reached."""
    reached = Q(result=ContactAttempt.Result.REACHED)
    rows = active_contacts().filter(person_id__in=people).order_by().values("person_id")
    counted = rows.annotate(count=Count("pk"), last=Max("occurred_at", filter=reached))
    return {each["person_id"]: (each["count"], each["last"]) for each in counted}


def _notes(people: Collection[int], actor: Actor) -> dict[int, tuple[int, datetime | None]]:
    rows = readable_notes(actor).prefetch_related(None).filter(person_id__in=people).order_by()
    counted = rows.values("person_id").annotate(count=Count("pk"), last=Max("added_at"))
    return {each["person_id"]: (each["count"], each["last"]) for each in counted}


def _kinds(needs: Iterable[Need]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.kind for each in needs))


def _day(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")


def _referral_words(referral: ServiceReferral) -> str:
    last = referral.current
    return f"{referral.provider} ({last.get_state_display()}, {_day(last.occurred_on)})"


def _linkage_words(referral: ServiceReferral) -> str:
    first = next(each for each in referral.events.all() if each.state in LINKED)
    return f"{referral.provider} ({_day(first.occurred_on)})"


def _milestone_words(milestone: Milestone) -> str:
    words = f"{milestone.get_kind_display()}, {_day(milestone.reached_on)}"
    return f"{words}: {milestone.words}" if milestone.words else words


def _one(held: Sequence[HeldFact]) -> str:
    return held[0].span.code if held else ""


def _since(held: Sequence[HeldFact]) -> date | None:
    return held[0].span.since if held else None


def _several(held: Sequence[HeldFact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.span.code for each in held)) if held else ()
