"""N5: enrollment ends the officer's hold by a consent of one purpose; until then no charge lapses (ADR 0029)."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.charges.models import SetAsideCharge
from handoff.charges.queries import lapsing_holds
from handoff.charges.services import keep_hold_open
from handoff.consent.gate import decide_about
from handoff.consent.models import Disclosure, InformationKind, Release
from handoff.consent.queries import latest_renewable_release, roi_state
from handoff.core.refusals import Refused
from handoff.enrollment import queries, services
from handoff.enrollment.models import Intake
from handoff.notifications.models import Notice
from handoff.referrals import services as referrals
from handoff.referrals.jobs import queue_lapse_notices
from handoff.referrals.queries import officer_view
from handoff.testing.enrollment import make_intake, make_referral, make_release
from handoff.testing.programs import (
    AT,
    actor_of,
    make_actor,
    make_agency,
    make_member,
    make_program,
    put_on_every_team,
)

pytestmark = pytest.mark.django_db
PAST = AT + timedelta(days=20)
STROKES = json.dumps([[[10, 10], [60, 40], [90, 20]]])


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def user(program):
    return make_member(program, "officer")


@pytest.fixture
def officer(program, user):
    return actor_of(user, program)


@pytest.fixture
def referral(program, user):
    return make_referral(program, officer=user, agency=make_agency(program))


def complete(worker, referral):
    services.complete_intake(actor=worker, intake=make_intake(referral, worker), at=AT)
    referral.refresh_from_db()


def view(referral, officer, at):
    referral.encounter.refresh_from_db()
    return officer_view(referral, officer, at)


def test_a_completed_intake_that_may_not_be_reported_lapses_into_no_charge(
    program, worker, referral, officer
):
    complete(worker, referral)
    before = view(referral, officer, AT + timedelta(days=1))
    assert "outreach team does its work" in before.sentence
    after = view(referral, officer, PAST)
    assert (after.state, after.may_choose) == ("waiting", False)
    assert after.sentence == "The program asks for more time. The charge stays set aside."
    assert after.lapses_on is not None
    assert after.lapses_on >= PAST.date()
    with pytest.raises(Refused):
        referrals.choose_charge_outcome(actor=officer, referral=referral, to_da=True, at=PAST)
    assert queue_lapse_notices(program=program, at=PAST) == 0
    assert lapsing_holds(program, PAST) == []


def test_an_extension_reads_the_same_to_the_officer(program, worker, officer, user):
    """The sentence must not tell a completed intake from an unfinished one."""
    done, extended = (make_referral(program, officer=user, agency=make_agency(program)) for _each in range(2))
    complete(worker, done)
    assert extended.intake_due_on is not None
    until = extended.intake_due_on + timedelta(days=7)
    services.extend_intake_deadline(actor=worker, referral=extended, until=until, reason="Moving.", at=AT)
    extended.refresh_from_db()
    on = AT + timedelta(days=16)
    assert view(done, officer, on) == view(extended, officer, on)


def test_an_unfinished_intake_still_lapses(program, worker, referral, officer):
    make_intake(referral, worker)
    assert view(referral, officer, PAST).may_choose


def test_keeping_a_hold_open_is_the_care_teams(referral, officer):
    with pytest.raises(Refused, match="Only the care team"):
        keep_hold_open(actor=officer, encounter=referral.encounter, at=AT)


class Browser:
    """A case manager at the browser, on the team of everyone there is."""

    def __init__(self, client, program):
        self.client, self.program = client, program
        self.user = make_member(program, "case_manager")
        client.force_login(self.user)

    def get(self, *args, **kwargs):
        put_on_every_team(self.user, self.program)
        return self.client.get(*args, **kwargs)

    def post(self, *args, **kwargs):
        put_on_every_team(self.user, self.program)
        return self.client.post(*args, **kwargs)


@pytest.fixture
def browse(client, program):
    return Browser(client, program)


def ask_url(program, referral):
    return reverse("enrollment:ask", args=[program.slug, referral.public_id])


def sign(browse, program, referral, key="one"):
    sent = {"signer_name": "Sam Person", "signature": STROKES, "submission_key": key}
    return browse.post(ask_url(program, referral), sent, follow=True)


def test_the_worker_keeps_the_task_until_the_person_said_yes(browse, program, worker, referral):
    complete(worker, referral)
    waiting = reverse("enrollment:waiting", args=[program.slug])
    assert ask_url(program, referral) in browse.get(waiting).content.decode()
    assert [each.referral for each in queries.unreported_intakes(program)] == [referral]
    assert sign(browse, program, referral).status_code == 200
    assert queries.unreported_intakes(program) == []
    assert ask_url(program, referral) not in browse.get(waiting).content.decode()


def test_the_yes_after_the_intake_ends_the_hold_and_shares_that_one_fact(
    browse, program, worker, referral, officer, user
):
    complete(worker, referral)
    sign(browse, program, referral)
    release = Release.objects.get()
    assert [each.kinds for each in release.recipients.all()] == [["intake_done"]]
    assert release.purposes == ["intake_done"]
    assert SetAsideCharge.objects.get().state == "diverted"
    assert Disclosure.objects.get().kinds == ["intake_done"]
    assert Notice.objects.filter(kind="intake_done", recipient_user_id=user.pk).exists()
    assert not decide_about(referral.agency, referral.person_id, PAST).covers(InformationKind.PARTICIPATION)
    assert roi_state(referral.person_id, PAST).is_live is False
    assert latest_renewable_release(referral.person) is None


def test_the_yes_at_the_referral_ends_the_hold_with_the_intake(browse, program, worker, referral):
    page = browse.get(ask_url(program, referral)).content.decode()
    assert "That my intake is done, and nothing else" in page
    assert referral.agency.name in page
    sign(browse, program, referral)
    assert SetAsideCharge.objects.get().state == "held"
    # The release counts from when it was signed, which is now: the intake is completed after it.
    later = Release.objects.get().starts_at + timedelta(minutes=5)
    services.complete_intake(actor=worker, intake=make_intake(referral, worker), at=later)
    assert SetAsideCharge.objects.get().state == "diverted"


def test_the_form_is_in_the_persons_language_and_asks_for_a_signature(browse, program, referral):
    url = ask_url(program, referral)
    assert "Que terminé mi entrevista inicial" in browse.get(f"{url}?language=es").content.decode()
    unsigned = browse.post(url, {"signer_name": "Sam Person", "signature": ""}).content.decode()
    assert "Sign on the screen, type your name, or take a photo" in unsigned
    assert not Release.objects.exists()


def test_no_one_is_asked_twice_or_without_an_agency(browse, program, worker, referral, officer):
    complete(worker, referral)
    make_release(referral.person, referral.agency)
    services.report_intake(actor=worker, referral=referral, at=AT)
    answer = browse.get(ask_url(program, referral), follow=True)
    assert "already knows" in answer.content.decode()
    community = make_referral(program)
    community.agency = None
    community.save()
    for actor, asked, sentence in (
        (worker, community, "no one to notify"),
        (officer, referral, "Only the care team"),
        (make_actor(make_program(), "case_manager"), referral, "another program"),
    ):
        with pytest.raises(Refused, match=sentence):
            services.sign_intake_done(actor=actor, referral=asked, release_input=None, key="x", at=AT)
    assert (
        browse.get(ask_url(program, type(referral)(public_id=referral.encounter.public_id))).status_code
        == 404
    )


def test_a_broader_release_is_reported_as_participation(worker, referral):
    make_release(referral.person, referral.agency)
    complete(worker, referral)
    assert Intake.objects.get().completed_at == AT
    assert Disclosure.objects.get().kinds == ["participation"]
