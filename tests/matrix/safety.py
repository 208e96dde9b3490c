"""What protects people from those who may do a lot: second persons, papers, time limits, guesses, and words of care."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.test import override_settings

from handoff.access.roles import RoleName
from handoff.accounts import queries as accounts
from handoff.accounts.models import Membership
from handoff.accounts.services import confirm_role, users
from handoff.accounts.services.invitations import create_invitation
from handoff.accounts.services.sign_ins import check_own_password
from handoff.audit.models import AuditEvent
from handoff.casework import presenters, queries, services
from handoff.core.refusals import Refused
from handoff.participants.models import TeamMember
from handoff.participants.queries import is_on_team
from handoff.programs.queries import local_date
from handoff.records.models import RecordKind
from handoff.records.queries import registers
from handoff.records.queries import retention as rules
from handoff.records.services import erasure, legal, retention
from handoff.referrals.models import Pathway, Referral
from handoff.referrals.services import ScreeningInput, screening
from handoff.testing.casework import make_contact_point
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import actor_of, make_agency, make_member, make_person
from handoff.testing.records import make_legal_paper_input, make_legal_request
from handoff.testing.undoing import undone
from tests.matrix.browser import Browser
from tests.matrix.county import County, sign_current_agreement
from tests.matrix.scenario.program import NOW

OLDER = "zq an older place"


def is_refused(action: Callable[[], object]) -> bool:
    try:
        action()
    except Refused:
        return True
    return False


def check_two_people(county: County) -> Iterator[str]:
    """No account that the first person reset approves, and no role counts that only one manager granted."""
    program, manager = county.here.program, county.here.actor("program_manager", NOW)
    today = local_date(program, NOW)
    with undone():
        keeper, person = make_member(program, RoleName.DATA_MANAGER), make_person(program)
        sign_current_agreement(keeper)
        asked = erasure.request_erasure(actor=manager, person=person, reason="wish", words="", at=NOW)
        create_invitation(actor=manager, user=keeper, on=today, at=NOW)
        second = actor_of(keeper, program, NOW)
        if not is_refused(lambda: erasure.approve_erasure(actor=second, erasure=asked, at=NOW)):
            yield "data_manager, reset by program_manager: approves what the same hand requested"
    with undone():
        user = make_member(program, RoleName.EVALUATOR)
        role = users.grant_role(
            actor=manager,
            user=user,
            program=program,
            agency=make_agency(program, "case_management"),
            role="case_manager",
            on=today,
            at=NOW,
        )
        if Membership.objects.get(pk=role.pk).waits_for_confirmation is False:
            yield "program_manager grants a role that opens people: it waits for no one"
        held = accounts.actor_for(user, program, NOW)
        if held is not None and RoleName.CASE_MANAGER in held.roles:
            yield "a role that waits for a second manager: it is held already"
        if not is_refused(lambda: confirm_role(actor=manager, membership=role, on=today, at=NOW)):
            yield "program_manager confirms the role that they granted"


def check_legal_papers(county: County) -> Iterator[str]:
    """No paper beside a public-records request releases who a person is, and nothing does without counsel."""
    program, manager = county.here.program, county.here.actor("program_manager", NOW)
    for kind, beside in (("public_records", "subpoena"), ("public_records", "other"), ("other", "subpoena")):
        with undone():
            request = make_legal_request(program, make_person(program), manager, NOW, kind=kind)
            legal.add_paper(
                actor=manager, legal_request=request, paper=make_legal_paper_input(beside), at=NOW
            )
            if not is_refused(
                lambda: legal.propose_answer(
                    actor=manager,
                    legal_request=request,  # noqa: B023
                    answer="release",
                    kinds=["identity"],
                    reason="As asked.",
                    at=NOW,
                )
            ):
                yield f"program_manager proposes to release identity on {kind} and {beside}"


def check_rules_need_two_people(county: County) -> Iterator[str]:
    """A proposed retention rule changes nothing yet, and an open quarter is not published."""
    program, manager = county.here.program, county.here.actor("program_manager", NOW)
    today = local_date(program, NOW)
    with undone():
        before = rules.rule_at(program, RecordKind.DECLINED, today).days
        retention.set_retention_rule(
            actor=manager,
            program=program,
            kind="declined",
            days=before + 10,
            source="A board",
            effective_on=today,
            at=NOW,
        )
        if rules.rule_at(program, RecordKind.DECLINED, today).days != before:
            yield "program_manager proposes a retention rule: it counts without a second person"
    quarters = registers.closed_quarters(
        program, today.replace(month=1, day=1), today + timedelta(days=400), NOW
    )
    if any(start + timedelta(days=89) >= today for start in quarters):
        yield "the public table shows a quarter that has not ended"


def check_older_records_stay_closed(county: County) -> Iterator[str]:
    """A new referral and a vain call open nothing older, and the list says which people it showed."""
    program = county.here.program
    with undone():
        colleague, worker = make_member(program, RoleName.PEER_SUPPORT), county.here.members["case_manager"]
        sign_current_agreement(colleague)
        actor, person = actor_of(colleague, program, NOW), make_person(program)
        TeamMember.objects.create(
            person=person,
            user_id=worker.pk,
            why="added",
            starts_at=NOW - timedelta(days=9),
            added_by_id=worker.pk,
        )
        make_contact_point(person, kind="place", value=OLDER, added_at=NOW - timedelta(days=9))
        make_referral(program, person, pathway=Pathway.OFFICER_SOCIAL, state="accepted", at=NOW)
        for number in range(1, 9):
            Browser(colleague).look(f"/p/{program.slug}/outreach/?page={number}")
        cards = presenters.outreach_cards(list(queries.outreach_list(program)), actor, NOW)
        if any(option.text == OLDER for card in cards for option in card.contact_options):
            yield "peer_support sees in the queue what is older than the referral of someone with a worker"
        rows = AuditEvent.objects.filter(action="outreach.opened", user_id=colleague.pk)
        if not any(str(person.public_id) in row.details.get("people", []) for row in rows):
            yield "peer_support lists the queue: the people it showed are not in the audit row"
        services.record_contact(
            actor=actor,
            person=person,
            referral=None,
            how="phone",
            result="not_reached",
            occurred_at=NOW,
            key="vain",
            at=NOW,
        )
        if is_on_team(actor, person, NOW):
            yield "peer_support calls in vain: counts as the person's team"


def check_guesses_lock_the_account(county: County) -> Iterator[str]:
    """A lock hangs on the account: it outlasts a change of the secret."""
    with undone():
        user = make_member(county.here.program, RoleName.OFFICER)
        for _each in range(5):
            check_own_password(user=user, password="a guess", address="192.0.2.9", at=NOW)
        with override_settings(SECRET_KEY="another secret, as long as any that was here before it"):
            if not accounts.is_locked(user.username, NOW):
                yield "five wrong passwords, then a new secret: the account is not locked"


def check_words_of_care_stay_with_care(county: County) -> Iterator[str]:
    """What staff write about an officer's referral does not replace the officer's words."""
    program = county.here.program
    staff = county.here.actor("case_manager", NOW)
    with undone():
        referral = make_referral(program, make_person(program), pathway=Pathway.OFFICER_SOCIAL, at=NOW)
        Referral.objects.filter(pk=referral.pk).update(reason="of the officer", referrer_kind="officer")
        words = ScreeningInput(contacts=(), services_wanted=("food",), reason="of care")
        screening.complete_screening(
            actor=staff, referral=referral, person_input=None, screening_input=words, at=NOW
        )
        if Referral.objects.get(pk=referral.pk).reason != "of the officer":
            yield "case_manager completes the screening: care's words stand under justice"


SAFETY = (
    check_two_people,
    check_legal_papers,
    check_rules_need_two_people,
    check_older_records_stay_closed,
    check_guesses_lock_the_account,
    check_words_of_care_stay_with_care,
)
