"""P8: a partner at the table adds dated facts of its own, for whoever's live release names it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.audit.models import AuditEvent
from handoff.casework.models import Appointment
from handoff.consent.models import Disclosure
from handoff.consent.services import revoke_release
from handoff.core.refusals import Refused
from handoff.staffing.meetings.services import ask
from handoff.staffing.models import PartnerFact
from handoff.staffing.partners.queries import booking_of, offered_among
from handoff.staffing.partners.services import FactInput, add_fact, withdraw_fact
from handoff.testing.casework import make_appointment, record_outcome
from handoff.testing.consent import make_release
from handoff.testing.directory import make_organization, make_service
from handoff.testing.enrollment import make_participant
from handoff.testing.meetings import Table, make_meeting
from handoff.testing.programs import AT, PASSWORD, actor_of, make_agency, make_member, put_on_every_team
from handoff.testing.staffing import AT_DAY

pytestmark = pytest.mark.django_db
TOMORROW = AT_DAY + timedelta(days=1)


class Scene:
    """A participant whose release names probation, the jail and the police, which adds nothing of its own here."""

    def __init__(self) -> None:
        self.table = Table()
        self.program = self.table.program
        self.lead = self.table.user("program_manager")
        self.jailer = make_member(self.program, "jail_staff")
        self.jail = self.jailer.memberships.get().agency
        self.probation = self.table.agency("probation_officer")
        self.person = make_participant(self.program, actor=self.table.actor("case_manager")).person
        named = (self.probation, self.jail, self.table.agency("officer"))
        self.release = make_release(self.person, *named, kinds=("participation",))
        self.meeting = make_meeting(
            self.program, self.lead, self.jailer, *(each for each in self.table.users.values())
        )

    @property
    def jail_actor(self) -> Actor:
        return actor_of(self.jailer, self.program)

    def page(self, name: str, *args) -> str:
        return reverse(f"table:{name}", args=[self.program.slug, self.meeting.public_id, *args])

    @property
    def own(self) -> str:
        return self.page("fact", self.person.public_id)

    def add(self, actor, agency, kind, on=AT_DAY, key="one"):
        return add_fact(
            actor=actor, person=self.person, fact_input=FactInput(agency.pk, kind, on), key=key, at=AT
        )


@pytest.fixture
def scene():
    return Scene()


def sent(scene, what, day=TOMORROW):
    return {
        "what": what, "day_month": day.month, "day_day": day.day, "day_year": day.year, "submission": "k1",
    }  # fmt: skip


def test_a_mobile_crisis_team_comes_with_its_own_packet_and_adds_what_it_knows(client, clock, scene):
    """A 24-hour partner (issue 12): its worker at the table is a community partner; at night only handoffs are open."""
    crisis = make_agency(scene.program, "mobile_crisis")
    user = make_member(scene.program, "community_partner", crisis)
    make_release(scene.person, crisis, kinds=("participation",))
    ask(scene.meeting, [user.pk], AT)
    client.force_login(user)
    assert scene.own in client.get(scene.page("agenda")).content.decode()
    client.post(scene.own, sent(scene, f"{crisis.pk}:seen", AT_DAY))
    assert PartnerFact.objects.get().agency == crisis


def test_a_jail_adds_a_fact_from_its_packet_and_the_care_team_alone_reads_it(client, clock, scene):
    client.login(username=scene.jailer.username, password=PASSWORD)
    assert scene.own in client.get(scene.page("agenda")).content.decode()
    page = client.get(scene.own).content.decode()
    assert "Expected to leave custody" in page and "Supervision ends" not in page
    assert Disclosure.objects.filter(agency=scene.jail, person=scene.person).exists()
    wrong = client.post(scene.own, sent(scene, f"{scene.jail.pk}:release_due", AT_DAY - timedelta(days=1)))
    assert list(wrong.context["form"].errors) == ["day"]
    saved = client.post(scene.own, sent(scene, f"{scene.jail.pk}:release_due"), follow=True).content.decode()
    assert "Expected to leave custody: " in saved and PartnerFact.objects.get().on == TOMORROW
    assert AuditEvent.objects.filter(action="partner_fact.added").count() == 1
    client.force_login(scene.table.user("probation_officer"))
    assert "custody" not in client.get(scene.page("agenda")).content.decode()
    assert "custody" not in client.get(scene.own).content.decode()
    client.force_login(scene.lead)
    said = f"{scene.jail.name} · Expected to leave custody"
    assert said in client.get(scene.page("agenda")).content.decode()
    assert "custody" not in client.get(scene.page("projector")).content.decode()


def test_without_a_release_that_names_the_organization_there_is_no_such_page(client, clock, scene):
    for role in ("officer", "district_attorney", "treatment_provider", "program_manager"):
        client.force_login(scene.table.user(role))
        assert client.get(scene.own).status_code == 404, role
    revoke_release(actor=scene.table.actor("case_manager"), release=scene.release, at=AT)
    client.force_login(scene.jailer)
    assert client.get(scene.own).status_code == 404
    with pytest.raises(Refused, match="Nothing was saved"):
        scene.add(scene.jail_actor, scene.jail, "in_custody")


def test_each_kind_of_partner_adds_its_own_facts_on_a_day_that_fits(scene):
    for kind, on, refusal in (
        ("supervision_ends", TOMORROW, "from the list"),
        ("in_custody", TOMORROW, "in the future"),
        ("release_due", AT_DAY - timedelta(days=1), "has passed"),
    ):
        with pytest.raises(Refused, match=refusal):
            scene.add(scene.jail_actor, scene.jail, kind, on)
    probation = scene.table.actor("probation_officer")
    with pytest.raises(Refused, match="Nothing was saved"):
        scene.add(probation, scene.jail, "in_custody")
    assert scene.add(probation, scene.probation, "supervision_ends", TOMORROW) == scene.add(
        probation, scene.probation, "supervision_ends", TOMORROW
    )


def test_only_the_organization_itself_takes_a_fact_back(scene):
    fact = scene.add(scene.jail_actor, scene.jail, "in_custody")
    named = {"person": scene.person, "public_id": str(fact.public_id), "at": AT}
    with pytest.raises(Refused, match="Only the organization"):
        withdraw_fact(actor=scene.table.actor("probation_officer"), **named)
    with pytest.raises(Refused, match="Only the organization"):
        withdraw_fact(actor=scene.jail_actor, **{**named, "public_id": str(scene.meeting.public_id)})
    for _twice in range(2):
        withdraw_fact(actor=scene.jail_actor, **named)
    fact.refresh_from_db()
    assert fact.withdrawn_at == AT
    assert AuditEvent.objects.filter(action="partner_fact.withdrawn").count() == 1


@pytest.mark.parametrize(("role", "reads"), [("case_manager", True), ("data_manager", False)])
def test_whoevers_work_is_care_reads_a_partners_fact_in_the_persons_history(
    client, clock, scene, role, reads
):
    scene.add(scene.jail_actor, scene.jail, "in_custody")
    withdrawn = scene.add(scene.jail_actor, scene.jail, "left_custody", key="two")
    withdraw_fact(actor=scene.jail_actor, person=scene.person, public_id=str(withdrawn.public_id), at=AT)
    member = make_member(scene.program, role)
    put_on_every_team(member, scene.program)
    client.login(username=member.username, password=PASSWORD)
    page = client.get(
        reverse("people:person", args=[scene.program.slug, scene.person.public_id])
    ).content.decode()
    assert ("Came into custody" in page) is reads and "Left custody" not in page
    assert ("From partners (1)" in page) is reads


def test_a_partners_appointment_becomes_the_teams_own_by_one_act_of_a_worker(scene, client, clock):
    """Agency and day are filled in; nothing is made until someone saves, and only whoever's work is care can."""
    fact = scene.add(scene.table.actor("probation_officer"), scene.probation, "appointment", on=TOMORROW)
    book = reverse("table:book", args=[scene.program.slug, fact.public_id])
    worker = scene.table.user("case_manager")
    put_on_every_team(worker, scene.program)
    client.login(username=worker.username, password=PASSWORD)
    history = client.get(reverse("people:person", args=[scene.program.slug, scene.person.public_id]))
    assert book in history.content.decode()
    form = client.get(book).content.decode()
    assert f"{scene.probation.name} says they have an appointment there on" in form
    assert f'value="{scene.probation.name}"' in form and not Appointment.objects.exists()
    day = {f"day_{part}": getattr(TOMORROW, part) for part in ("year", "month", "day")}
    sent = {"kind": "service", "time": "14:30", "provider": scene.probation.name, "worker": "", **day}
    client.post(book, sent | {"submission_key": "once"})
    made = Appointment.objects.get()
    assert (made.person_id, made.provider) == (scene.person.pk, scene.probation.name)
    # Once it's on the list, by whoever, nothing offers it again, and an old link leads to it.
    history = client.get(reverse("people:person", args=[scene.program.slug, scene.person.public_id]))
    assert book not in history.content.decode()
    late = client.get(book, follow=True)
    assert "already on their list" in late.content.decode()
    assert late.redirect_chain[-1][0].endswith(f"#appointment-{made.public_id}")
    twice = client.post(book, sent | {"submission_key": "a colleague's tab"})
    assert list(twice.context["form"].errors) == ["time"] and Appointment.objects.get() == made
    record_outcome(made, "provider_canceled", actor=scene.table.actor("case_manager"), at=AT)
    assert client.get(book).status_code == 200
    client.login(username=scene.table.user("probation_officer").username, password=PASSWORD)
    assert client.get(book).status_code == 404
    withdraw_fact(
        actor=scene.table.actor("probation_officer"),
        person=scene.person,
        public_id=str(fact.public_id),
        at=AT,
    )
    client.login(username=worker.username, password=PASSWORD)
    assert client.get(book).status_code == 404


def test_a_user_of_two_agencies_is_led_only_to_whom_the_one_that_adds_may_know(client, clock, scene):
    """The release names their other agency, which has nothing to add: the page would be a 404."""
    make_member(scene.program, "officer", scene.table.agency("officer"), user=scene.jailer)
    other = make_participant(scene.program, actor=scene.table.actor("case_manager")).person
    make_release(other, scene.table.agency("officer"), kinds=("participation",))
    client.force_login(scene.jailer)
    page = client.get(scene.page("agenda")).content.decode()
    assert other.recorded_name in page and scene.own in page
    assert scene.page("fact", other.public_id) not in page


def test_an_appointment_at_a_partners_service_is_the_one_it_names(scene):
    service = make_service(
        scene.program, organization=make_organization(scene.program, agency=scene.probation)
    )
    fact = scene.add(scene.table.actor("probation_officer"), scene.probation, "appointment", on=TOMORROW)
    worker = scene.table.actor("case_manager")
    make_appointment(scene.person, worker, starts_at=AT + timedelta(days=2), service=service)
    assert booking_of(fact, scene.program) is None
    made = make_appointment(scene.person, worker, starts_at=AT + timedelta(days=1), service=service)
    assert booking_of(fact, scene.program) == made
    assert not offered_among([fact], worker, scene.program, AT_DAY)


def test_the_facilitator_finds_the_offer_at_the_table(scene, client, clock):
    fact = scene.add(scene.table.actor("probation_officer"), scene.probation, "appointment", on=TOMORROW)
    scene.add(scene.table.actor("probation_officer"), scene.probation, "seen", key="two")
    client.login(username=scene.lead.username, password=PASSWORD)
    page = client.get(scene.page("discuss", scene.person.public_id)).content.decode()
    assert page.count("Make it an appointment") == 1
    assert reverse("table:book", args=[scene.program.slug, fact.public_id]) in page
