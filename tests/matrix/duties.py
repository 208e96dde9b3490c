"""What the program owes beside hiding facts: logs, kept records, and caution about uncertain matches."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from handoff.access.actor import system_actor
from handoff.access.roles import PARTICIPANT_DATA, RoleName
from handoff.accounts.models import Membership, User
from handoff.audit.models import AuditEvent
from handoff.consent.models import Disclosure, DisclosureContext
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.records.services import retention
from handoff.referrals.models import Pathway, Referral
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import make_member, make_person
from handoff.testing.records import make_legal_request
from handoff.testing.staffing import make_new_charge
from handoff.testing.undoing import undone
from tests.matrix import table
from tests.matrix.browser import Browser
from tests.matrix.county import WHOLE_TABLE, County, Member, rule_of, sign_current_agreement
from tests.matrix.scenario.program import NOW
from tests.matrix.searches import NONSENSE, give_real_names, look_up, who
from tests.matrix.turns import PLACES, samples_for

FOUR_YEARS = timedelta(days=4 * 365)
ENDED = (Referral.State.DECLINED, Referral.State.INELIGIBLE, Referral.State.WITHDRAWN)


def people_logged(user_id: int) -> set[int]:
    """The people whom the disclosure log says a user was shown in the list of new charges."""
    rows = Disclosure.objects.filter(to_user_id=user_id, what=DisclosureContext.CHARGES)
    return set(rows.values_list("person_id", flat=True))


def check_disclosures_logged(county: County) -> Iterator[str]:
    """Each reader of a list is in the disclosure log, also when a colleague opened the same list earlier today."""
    with undone():
        program, first = county.here.program, county.member("district_attorney")
        office = Agency.objects.get(program=program, kind=Agency.Kind.DISTRICT_ATTORNEY, is_active=True)
        colleague = make_member(program, RoleName.DISTRICT_ATTORNEY, office)
        sign_current_agreement(colleague)
        for browser in (first.browser, Browser(colleague)):
            browser.look(f"/p/{program.slug}/new-charges/")
        if not people_logged(first.user.pk):
            yield "district_attorney lists the new charges: nobody is in the disclosure log"
        if people_logged(colleague.pk) != people_logged(first.user.pk):
            yield "a colleague lists the new charges later that day: not all of them are in the disclosure log"


def ended_referral(county: County, state: str) -> tuple[Referral, Person]:
    person = make_person(county.here.program)
    referral = make_referral(
        county.here.program,
        person,
        pathway=Pathway.OFFICER_SOCIAL,
        state=state,
        at=NOW,
        keep_until=(NOW + timedelta(days=365)).date(),
    )
    return referral, person


def check_legal_holds(county: County) -> Iterator[str]:
    """A retention run takes the identity out of old referrals, and leaves whoever an open legal request is about."""
    program = county.here.program
    with undone():
        held, free = ({state: ended_referral(county, state) for state in ENDED} for _ in range(2))
        for _referral, person in held.values():
            make_legal_request(program, person, county.here.actor("program_manager", NOW), NOW)
        retention.run_retention(actor=system_actor(program.pk), program=program, at=NOW + FOUR_YEARS)
        for state in ENDED:
            if Referral.objects.get(pk=free[state][0].pk).person_id is not None:
                yield f"{state} referral, past its time: not anonymized"
            if Referral.objects.get(pk=held[state][0].pk).person_id is None:
                yield f"{state} referral of a person under a legal request: anonymized"


def check_charged_people_kept(county: County) -> Iterator[str]:
    """A retention run erases no one with a new charge, even once their referrals are anonymized."""
    program = county.here.program
    with undone():
        charged, free = (ended_referral(county, Referral.State.DECLINED)[1] for _ in range(2))
        make_new_charge(charged)
        names = {person.pk: person.last_name for person in (charged, free)}
        retention.run_retention(actor=system_actor(program.pk), program=program, at=NOW + FOUR_YEARS)
        kept = {pk for pk, name in names.items() if Person.objects.get(pk=pk).last_name == name}
        if free.pk in kept:
            yield "a person without any records, past the time: not erased"
        if charged.pk not in kept:
            yield "a person with a new charge: erased"


def check_workers_named_by_lookup(county: County) -> Iterator[str]:
    """The lookup names a participant's worker only if name and date of birth match for certain."""
    officer, person = county.member("officer"), county.states["live"]
    with give_real_names(county):
        worker = User.objects.get(pk=Enrollment.objects.get(person=person).primary_worker_id)
        User.objects.filter(pk=worker.pk).update(phone="+19105550177")
        first, last, _goes_by, born = county.names[person.pk]
        unknown = look_up(officer, who("", NONSENSE[1], born)).answer(NONSENSE[1])
        for case, typed in {"certain": born, "uncertain": born.replace(year=born.year + 1)}.items():
            seen = look_up(officer, who(first, last, typed))
            if seen.answer(last) == unknown:
                yield f"officer looks up a person, {case} match: no one is found"
            named = worker.full_name.encode() in seen.content
            if named != (case == "certain"):
                yield f"officer looks up a person, {case} match: the worker is {'' if named else 'not '}named"


TODAY = NOW.date()
ROLES_ELSEWHERE: dict[str, tuple[date, date | None]] = {
    "without an end date": (date(2024, 1, 1), None),
    "with an end date": (date(2024, 1, 1), TODAY + timedelta(days=365)),
    "that ends tomorrow": (date(2024, 1, 1), TODAY + timedelta(days=1)),
    "that starts tomorrow": (TODAY + timedelta(days=1), None),
}
ENDED_TODAY = {"that has ended": (date(2024, 1, 1), TODAY)}
"""When the user's role in the other program starts and ends."""


def check_accounts_of_other_programs(county: County) -> Iterator[str]:
    """A manager sends no link for an account that has a role in a program they don't manage."""
    program, manager = county.here.program, county.member("program_manager")
    for case, (starts_on, ends_on) in {**ROLES_ELSEWHERE, **ENDED_TODAY}.items():
        with undone():
            user = make_member(program, RoleName.OFFICER)
            make_member(county.there.program, RoleName.OFFICER, user=user)
            elsewhere = Membership.objects.filter(user=user, program=county.there.program)
            elsewhere.update(starts_on=starts_on, ends_on=ends_on)
            before = user.password
            manager.browser.look(reverse("accounts:invite", args=[program.slug, user.public_id]), "POST")
            user.refresh_from_db()
            if (user.password != before) != (case in ENDED_TODAY):
                done = "refused" if user.password == before else "sent"
                yield f"program_manager, account with a role elsewhere {case}: a new link is {done}"


def in_turn(members: list[Member], number: int) -> list[Member]:
    """All of them at night, one of them on a commit."""
    return members if WHOLE_TABLE or not members else [members[number % len(members)]]


READ_FORMS = ("program_manager", "officer", "district_attorney")
"""Between them they open every form on which there are people."""


def check_answers_to_forms_logged(county: County) -> Iterator[str]:
    """A page of participant data that answers a form has its audit row, as a page that is merely opened has."""
    answered = 0
    readers = [each for each in county.members if each.name in READ_FORMS]
    for address in table.IN_PROGRAM:
        about_people = bool(rule_of(address).permissions & PARTICIPANT_DATA)
        for member in in_turn([each for each in readers if each.holds(address)], PLACES[address.name]):
            for kwargs in samples_for(county, member, address)[:1]:
                with undone():
                    last = AuditEvent.objects.latest("pk").pk
                    seen = member.browser.look(county.path(address, kwargs), "POST")
                    looks = AuditEvent.objects.filter(pk__gt=last, user_id=member.user.pk, outcome="seen")
                    if seen.status == 200 and (seen.words or about_people):
                        answered += 1
                        if not looks.exists():
                            yield f"{member.name} sends to {address}: shown without an audit row"
    if not answered:
        yield "no form was answered with a page of participant data"
