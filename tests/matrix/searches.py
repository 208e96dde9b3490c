"""Asking for what one may not know answers, byte for byte, as asking for what is not there; nothing hidden counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import urlencode

from handoff.access.permissions import Permission
from handoff.access.roles import ROLES
from handoff.audit.models import AuditEvent
from handoff.casework.models import (
    AgreedPlan,
    AgreedPlanEvent,
    AgreedPlanGoal,
    AgreedPlanStep,
    Appointment,
    AppointmentEvent,
    CaseNote,
    CaseNoteVersion,
    ContactAttempt,
    ContactCorrection,
    ContactPlan,
    CourtCase,
    CourtCaseEvent,
    CourtOrder,
    CourtTextWish,
    DatedFact,
    DatedFactVersion,
    FundEntry,
    Goal,
    GoalStep,
    GoalStepVersion,
    GoalVersion,
    HandoverItem,
    HelpCorrection,
    HelpGiven,
    LetterLink,
    Milestone,
    Need,
    NeedEvent,
    PhoneStep,
    ProviderAnswer,
    ServiceReferral,
    ServiceReferralEvent,
    WorkerChange,
    WorkerWish,
)
from handoff.charges.models import Disposition, NewCharge, Offense
from handoff.enrollment.models import LookBack, SafetyAction, SafetyEvent, SafetyReview
from handoff.notifications.models import Notice
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import ApproachNote, ContactPoint, Person
from handoff.referrals.models import ReferralDraft
from handoff.staffing import services as staffing
from handoff.staffing.models import ChargeDecision, TeamRecommendation
from handoff.testing.undoing import undone
from tests.matrix.browser import Seen
from tests.matrix.canaries import find_canaries
from tests.matrix.county import IN_PROGRAM, WHOLE_TABLE, County, Member
from tests.matrix.oracle import disclosed_kinds, may_open
from tests.matrix.scenario.program import NOW
from tests.matrix.turns import takes_turn

OF_CARE_TEAM = (
    WorkerWish,
    AgreedPlanEvent,
    AgreedPlanStep,
    AgreedPlanGoal,
    AgreedPlan,
    FundEntry,
    HelpCorrection,
    CourtCaseEvent,
    CourtCase,
    CourtOrder,
    CourtTextWish,
    PhoneStep,
    HandoverItem,
    WorkerChange,
    ContactPlan,
    AppointmentEvent,
    Appointment,
    ContactCorrection,
    ContactAttempt,
    HelpGiven,
    ApproachNote,
    CaseNoteVersion,
    CaseNote,
    GoalStepVersion,
    GoalStep,
    GoalVersion,
    Goal,
    NeedEvent,
    ProviderAnswer,
    LetterLink,
    ServiceReferralEvent,
    ServiceReferral,
    Need,
    Milestone,
    LookBack,
    SafetyAction,
    SafetyReview,
    SafetyEvent,
    DatedFactVersion,
    DatedFact,
)
"""What the care team writes, in the order in which it can be deleted."""

NONSENSE = ("Vuljbrim", "Gnoxtewid")
LISTS = {
    "shared:people",
    "summaries:received",
    "providers:list",
    "staffing:new_charges",
    "referrals:own",
    "referrals:new",
    "referrals:checks",
    "referrals:exceptions",
    "referrals:index",
    "people:people",
    "casework:outreach",
    "casework:silent",
    "caseloads:list",
    "calendar:week",
    "shift:show",
}
"""The pages that list records, and could be searched or count."""

PARAMETERS = ("name", "q", "search", "query", "person", "state", "status", "days", "page", "next", "offense")

ONE_KEY = "11111111-1111-4111-8111-111111111111"


@contextmanager
def give_real_names(county: County) -> Iterator[None]:
    """Give every person the name that the lookup index holds, instead of by words."""
    with undone():
        for pk, (first, last, goes_by, born) in county.names.items():
            Person.objects.filter(pk=pk).update(
                first_name=first, last_name=last, preferred_name=goes_by, date_of_birth=born
            )
        yield


def who(first: str, last: str, born: date | None) -> dict[str, Any]:
    """Return a name and a date of birth as a form sends them."""
    parts = {"month": born.month, "day": born.day, "year": born.year} if born else {}
    return {
        "first_name": first,
        "last_name": last,
        **{f"born_on_{name}": each for name, each in parts.items()},
    }


def look_up(member: Member, asked: dict[str, Any]) -> Seen:
    with undone():
        return member.browser.look("/p/here/lookup/", "POST", {**asked, "reason": "stop"})


def check_lookups(county: County) -> Iterator[str]:
    """The lookup knows a participant exactly where a live ROI tells the asker's agency, and never says the name."""
    with give_real_names(county):
        for member in county.members:
            if Permission.LOOKUP_ASK not in ROLES[member.role].permissions or member.name == "second_officer":
                continue
            for state, person in county.states.items():
                first, last, _goes_by, born = county.names[person.pk]
                disclosed = "participation" in disclosed_kinds(person.pk, member.agencies, NOW)
                for birth_date in (born, None) if state in {"none", "live", "revoked"} else (born,):
                    seen = look_up(member, who("", last, birth_date))
                    never = look_up(member, who("", NONSENSE[1], birth_date)).answer(NONSENSE[1])
                    differs = seen.answer(last) != never
                    if differs != disclosed and (differs or birth_date):
                        yield f"{member.name} looks up a person, {state}: answered otherwise than the ROI allows"
                    if first.encode() in seen.content:
                        yield f"{member.name} looks up a person, {state}: learns the first name"
                    if "audit_auditevent" not in seen.written:
                        yield f"{member.name} looks up a person, {state}: no audit row"
                    if differs and "consent_disclosure" not in seen.written:
                        yield f"{member.name} looks up a person, {state}: not in the register of disclosures"


def check_answers_to_new_charges(county: County) -> Iterator[str]:
    """Who brings a charge learns nothing from the answer, whoever it is about."""
    offense = Offense.objects.filter(program=county.here.program, is_common=True).first()
    assert offense is not None
    form = {
        "offense": offense.key,
        "how": "citation",
        "immunity": "none",
        "occurred_on_month": NOW.month,
        "occurred_on_day": NOW.day,
        "occurred_on_year": NOW.year,
    }
    with give_real_names(county):
        for name, states in (
            ("officer", list(county.states)),
            ("crime_analyst", ["none", "live", "revoked"]),
        ):
            member = county.member(name)
            answers, used = {}, None
            for state in states:
                person = county.states[state]
                first, last, _goes_by, born = county.names[person.pk]
                answers[state] = bring(member, {**form, **who(first, last, born)})
                again = {**form, **who(first, last, born), "submission_key": ONE_KEY}
                answers[f"{state}, with a key used before"] = bring(
                    member, again, again if used is None else used
                )
                used = used or again
            never = bring(member, {**form, **who(*NONSENSE, date(1980, 2, 3))})
            if never[0] != 302:
                yield f"{name} brings a charge: {never[0]}"
            for state, answer in answers.items():
                if answer != never:
                    yield f"{name} brings a charge, {state}: the answer tells"


def bring(member: Member, sent: dict[str, Any], before: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """Bring a charge, perhaps after another one, and return the answer."""
    with undone():
        if before is not None:
            member.browser.look("/p/here/new-charges/bring/", "POST", before)
        return member.browser.look("/p/here/new-charges/bring/", "POST", sent).answer()


def find_forbidden_words(county: County, member: Member) -> list[str]:
    """Return a few facts that this member may not have: of the other program, of care, of who shares nothing."""
    found: dict[tuple[str, int], str] = {}
    for word, fact in county.facts.items():
        if word not in member.known:
            found.setdefault((fact.field, fact.program_id), word)
    wanted = ("Person.last_name", "ContactAttempt.note")
    return [word for (field, _program), word in found.items() if field in wanted]


def check_list_searches(county: County) -> Iterator[str]:
    """No page can be searched for what its reader may not know, and no page changes when what is hidden goes away."""
    here, there = county.here.program.pk, county.there.program.pk
    with give_real_names(county):
        foreign = Person.objects.filter(program_id=there)[0]
        foreign.last_name = "Hochstrasserin"
        foreign.save()
        rebuild_keys(foreign)
        own = Person.objects.filter(program_id=here, enrollments__isnull=False).first()
        assert own is not None
        manager = county.member("program_manager").browser
        strange = manager.look("/p/here/people/", "POST", {"name": NONSENSE[1]}).answer(NONSENSE[1])
        foreign_name = manager.look("/p/here/people/", "POST", {"name": foreign.last_name})
        if foreign_name.answer(foreign.last_name) != strange:
            yield "the roster can be searched for people of another program"
        own_name = manager.look("/p/here/people/", "POST", {"name": own.last_name})
        if str(own.public_id).encode() not in own_name.content:
            yield "the roster finds nobody"
    for place, member in enumerate(county.members):
        forbidden = find_forbidden_words(county, member)
        open_to = [each for each in IN_PROGRAM if each.name in LISTS and member.holds(each)]
        home = [each for each in IN_PROGRAM if each.name == "home:home"]
        for number, address in enumerate([*open_to, *home]):
            if not takes_turn(number + place, 1 if len(open_to) < 3 else 2):
                continue
            path = county.path(address, {})
            # On a commit half of the words at each list, the other half where the next role is asked.
            half = (number + place) // 2 % 2
            alone = sum(each.is_outside and each.holds(address) for each in county.members) == 1
            asked = forbidden if WHOLE_TABLE or alone else forbidden[half::2]
            words = asked if WHOLE_TABLE or member.is_outside else forbidden[-1:]
            answers = {
                word: member.browser.look(f"{path}?{urlencode(dict.fromkeys(PARAMETERS, word))}").answer(word)
                for word in (*words, "zq999999q")
            }
            for word, answer in answers.items():
                if answer != answers["zq999999q"]:
                    yield f"{member.name} at {address}: answers to {county.facts[word]}"
        if Permission.SHARED_READ in ROLES[member.role].permissions:
            yield from check_search_of_shared_people(county, member, place)
        if member.is_outside:
            yield from check_hidden_records_change_nothing(
                county, member, [county.path(each, {}) for each in [*open_to, *home]]
            )


def check_search_of_shared_people(county: County, member: Member, place: int = 0) -> Iterator[str]:
    """The list of shared people finds no one by what the ROI does not cover: what they go by, what care wrote.

    On a commit a member asks for a third of it, and whoever sits elsewhere at the table for another third.
    """
    people = {each.pk for each in county.states.values()}
    hidden = [
        fact
        for fact in county.facts.values()
        if fact.person_id in people and fact.field in {"Person.preferred_name", "Person.middle_name"}
    ]
    never = member.browser.look("/p/here/shared/", "POST", {"name": "zq999999q"}).answer("zq999999q")
    for number, fact in enumerate(hidden):
        if not takes_turn(number + place, 3):
            continue
        seen = member.browser.look("/p/here/shared/", "POST", {"name": fact.word})
        if seen.answer(fact.word) != never:
            yield f"{member.name} searches what is shared: finds {fact}"


def check_notices(county: County) -> Iterator[str]:
    """What notifies others contains no names: neither the notice nor the audit row of what happened."""
    person = county.states["live"]
    charge = NewCharge.objects.get(person=person)
    with undone():
        staffing.alert_team(charge, NOW)
        for model in (Notice, AuditEvent):
            for row in model.objects.values_list():
                if find_canaries(repr(row)):
                    yield f"{model.__name__}: {find_canaries(repr(row))}"
        if not Notice.objects.exists():
            yield "no one was notified of a new charge"


def is_shared(member: Member, charge: NewCharge) -> bool:
    """Whether the ROI discloses a charge to the member's agency, though they do not decide it."""
    reads = Permission.SHARED_READ in ROLES[member.role].permissions
    return reads and {"participation", "charges"} <= disclosed_kinds(charge.person_id, member.agencies, NOW)


def kept_for(member: Member) -> dict[Any, list[int]]:
    """What the care team wrote that isn't hidden from a member: referrals to their service, and what they answered."""
    answers = ProviderAnswer.objects.filter(agency_id__in=member.agencies)
    asked = [
        each
        for each in ServiceReferral.objects.select_related("need", "service__organization")
        if may_open(member.user, member.role, member.agencies, each, NOW)
        or answers.filter(referral=each).exists()
    ]
    events = ServiceReferralEvent.objects.filter(referral__in=asked)
    return {
        ProviderAnswer: list(answers.values_list("pk", flat=True)),
        ServiceReferralEvent: list(events.values_list("pk", flat=True)),
        ServiceReferral: [each.pk for each in asked],
        Need: [each.need_id for each in asked],
    }


def check_hidden_records_change_nothing(county: County, member: Member, paths: list[str]) -> Iterator[str]:
    """Delete every record of which the member has no page, and all that care wrote: their pages stay as they are."""
    with undone():
        before = {path: member.browser.look(path).answer() for path in paths}
        hidden = [
            charge.pk
            for charge in NewCharge.objects.all()
            if charge.program_id != county.here.program.pk
            or not (
                may_open(member.user, member.role, member.agencies, charge, NOW) or is_shared(member, charge)
            )
        ]
        for model in (TeamRecommendation, ChargeDecision, Disposition):
            model.objects.filter(charge__in=hidden).delete()
        NewCharge.objects.filter(pk__in=hidden).delete()
        # A question to this reader's office isn't hidden from them, and goes with its draft.
        asked = ReferralDraft.objects.filter(
            supervision_questions__answer="waiting", supervision_questions__agency_id__in=member.agencies
        )
        others = ReferralDraft.objects.exclude(owner_id=member.user.pk)
        others.exclude(pk__in=list(asked.values_list("pk", flat=True))).delete()
        kept = kept_for(member)
        for written in OF_CARE_TEAM:
            written.objects.exclude(pk__in=kept.get(written, ())).delete()
        ContactPoint.objects.exclude(added_by_id=member.user.pk).delete()
        for path in paths:
            if member.browser.look(path).answer() != before[path]:
                yield f"{member.name} at {path}: changes when what is hidden from them goes away"
