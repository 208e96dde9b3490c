"""Partners: contacts, services, agreements that run out, and the pages on which they are kept (P2)."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.programs import presenters, queries, services
from handoff.programs.inputs import AgencyInput, AgreementInput
from handoff.programs.models import Agency, AgencyAgreement, AgencyContact, IntakeQuestion, PolicyVersion
from handoff.testing.forms import filled_in
from handoff.testing.papers import make_pdf
from handoff.testing.programs import AT, make_actor, make_agency, make_member, make_program

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PDF = make_pdf()


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


@pytest.fixture
def client(program):
    client = Client()
    client.force_login(make_member(program, "program_manager"))
    return client


def agreement(manager, agency, *, expires=None, kind="mou", upload=None):
    agreement_input = AgreementInput(kind=kind, signed_on=date(2025, 3, 2), expires_on=expires, upload=upload)
    return services.add_agreement(actor=manager, agency=agency, agreement_input=agreement_input, at=AT)


def test_the_agency_that_writes_the_criteria_is_not_asked_to_approve_them(program, manager):
    """P7: the program manager works there."""
    wanted = AgencyInput(name="Alder Care", kind=Agency.Kind.CASE_MANAGEMENT, approval=Agency.Approval.YES)
    with pytest.raises(Refused, match="isn't asked to approve"):
        services.add_agency(actor=manager, program=program, agency_input=wanted, at=AT)
    assert not Agency.objects.filter(name="Alder Care").exists()


@pytest.mark.parametrize(
    ("expires", "words", "kind"),
    [
        (None, "No end date", "info"),
        (TODAY - timedelta(days=1), "Expired on Sun, Mar 1, 2026", "overdue"),
        (TODAY, "Expired on Mon, Mar 2, 2026", "overdue"),
        (TODAY + timedelta(days=1), "Expires in 1 day, on Tue, Mar 3, 2026", "soon"),
        (TODAY + timedelta(days=60), "Expires in 60 days, on Fri, May 1, 2026", "soon"),
        (TODAY + timedelta(days=61), "Active through Sat, May 2, 2026", "done"),
    ],
)
def test_an_agreement_says_until_when_it_holds(program, manager, expires, words, kind):
    paper = agreement(manager, make_agency(program), expires=expires)
    state = presenters.agreement_state(paper, TODAY)
    assert (state.words, state.kind) == (words, kind)


def test_the_newest_agreement_counts_and_a_missing_one_is_reported(program, manager):
    agency = make_agency(program)
    assert [state.kind for state in presenters.agreement_states(agency, TODAY)] == ["soon"]
    agreement(manager, agency, expires=TODAY - timedelta(days=1))
    agreement(manager, agency, expires=TODAY + timedelta(days=300))
    agreement(manager, agency, kind="data_sharing")
    fresh = queries.find_agency(program, agency.public_id)
    assert fresh is not None
    assert [state.kind for state in presenters.agreement_states(fresh, TODAY)] == ["done", "info"]


@pytest.mark.parametrize(
    ("signed", "expires", "sentence"),
    [
        (TODAY + timedelta(days=1), None, "in the future"),
        (TODAY, TODAY, "end date must be after the signing date"),
    ],
)
def test_an_agreement_with_dates_that_cannot_be_is_refused(program, manager, signed, expires, sentence):
    agreement_input = AgreementInput(kind="mou", signed_on=signed, expires_on=expires)
    with pytest.raises(Refused, match=sentence):
        services.add_agreement(
            actor=manager, agency=make_agency(program), agreement_input=agreement_input, at=AT
        )


def test_partners_are_kept_by_the_manager_of_their_program(program, manager):
    agency_input = AgencyInput(kind=Agency.Kind.TREATMENT, name="Clinic")
    agency = services.add_agency(actor=manager, program=program, agency_input=agency_input, at=AT)
    with pytest.raises(Refused, match="already a partner with this name"):
        services.add_agency(
            actor=manager, program=program, agency_input=AgencyInput(kind="treatment", name="CLINIC"), at=AT
        )
    services.change_agency(
        actor=manager, agency=agency, agency_input=AgencyInput(kind="treatment", name="Clinic East"), at=AT
    )
    contact = services.add_contact(
        actor=manager, agency=agency, name="Ana", job="", phone="", email="", at=AT
    )
    services.remove_contact(actor=manager, contact=contact, at=AT)
    service = services.add_service(actor=manager, agency=agency, name="MAT", how_to_get_it="", at=AT)
    services.remove_service(actor=manager, service=service, at=AT)
    assert AuditEvent.objects.filter(subject=str(agency.public_id)).count() == 6
    for actor in (make_actor(program, "case_manager"), make_actor(make_program(), "program_manager")):
        with pytest.raises(Refused, match="Only the program manager"):
            services.change_agency(actor=actor, agency=agency, agency_input=agency_input, at=AT)
        with pytest.raises(Refused, match="Only the program manager"):
            services.add_contact(actor=actor, agency=agency, name="Ana", job="", phone="", email="", at=AT)
        with pytest.raises(Refused, match="Only the program manager"):
            agreement(actor, agency)


def test_a_partner_a_contact_and_a_service_have_names(program, manager):
    agency, here = make_agency(program), {"actor": manager, "at": AT}
    with pytest.raises(Refused, match="Enter the partner's name"):
        services.add_agency(program=program, agency_input=AgencyInput(kind="treatment", name=" "), **here)
    with pytest.raises(Refused, match="Enter the contact's name"):
        services.add_contact(agency=agency, name=" ", job="Nurse", phone="", email="", **here)
    with pytest.raises(Refused, match="Enter what the partner offers"):
        services.add_service(agency=agency, name=" ", how_to_get_it="Call.", **here)
    assert list(Agency.objects.all()) == [agency]
    assert not agency.contacts.exists() and not agency.services.exists()


def test_a_partner_is_added_and_filled_in_on_its_pages(program, client):
    where = reverse("programs:add_partner", args=[program.slug])
    form = client.get(where).context["form"]
    client.post(where, filled_in(form, name="Harbor House", kind="treatment", phone="919 555 0142"))
    agency = Agency.objects.get()
    here = [program.slug, agency.public_id]
    client.post(reverse("programs:add_contact", args=here), {"name": "Ana Rivera", "phone": "919 555 0143"})
    client.post(reverse("programs:add_service", args=here), {"name": "Detox bed"})
    paper = SimpleUploadedFile("mou.pdf", PDF, content_type="application/pdf")
    dates = {"signed_on_month": 3, "signed_on_day": 2, "signed_on_year": 2025}
    client.post(reverse("programs:add_agreement", args=here), {"kind": "mou", "upload": paper, **dates})
    page = client.get(reverse("programs:partner", args=here)).content.decode()
    assert "Ana Rivera" in page and "Detox bed" in page and "Signed document" in page
    stored = AgencyAgreement.objects.get()
    sent = client.get(reverse("programs:agreement_paper", args=[*here, stored.public_id]))
    assert sent.content == PDF and "attachment" in sent["Content-Disposition"]
    assert AuditEvent.objects.filter(action="file.opened", outcome="seen").count() == 1
    contact = AgencyContact.objects.get()
    client.post(reverse("programs:remove_from_partner", args=here), {"contact": contact.pk})
    assert not AgencyContact.objects.exists()


def test_a_changed_agreement_is_refused_with_its_own_sentence(program, manager, client):  # finding-C3
    upload = SimpleUploadedFile("mou.pdf", PDF)
    paper = agreement(manager, make_agency(program), upload=upload)
    with default_storage.open(paper.document.storage_name, "wb") as handle:
        handle.write(PDF + b" ")
    client.force_login(make_member(program, "program_manager"))
    args = [program.slug, paper.agency.public_id, paper.public_id]
    answer = client.get(reverse("programs:agreement_paper", args=args))
    assert answer.status_code == 409 and "changed after it was stored" in answer.content.decode()
    assert AuditEvent.objects.get(action="file.opened").outcome == "refused"


def test_a_paper_of_another_program_does_not_exist(program, client):
    other = make_program()
    agency = make_agency(other)
    upload = SimpleUploadedFile("mou.pdf", PDF)
    paper = agreement(make_actor(other, "program_manager"), agency, upload=upload)
    missing = client.get(f"/p/{program.slug}/never-was-there/")
    for args in (
        [program.slug, agency.public_id, paper.public_id],
        [other.slug, agency.public_id, paper.public_id],
    ):
        answer = client.get(reverse("programs:agreement_paper", args=args))
        assert (answer.status_code, answer.content) == (404, missing.content)


@pytest.mark.parametrize(
    "name",
    [
        "setup",
        "edit_program",
        "policy",
        "new_policy",
        "script",
        "questions",
        "hours",
        "partners",
        "add_partner",
    ],
)
def test_every_page_opens_in_both_languages(program, client, name):
    make_agency(program)
    for language in ("en", "es"):
        client.cookies["django_language"] = language
        assert client.get(reverse(f"programs:{name}", args=[program.slug])).status_code == 200


def test_the_program_is_described_on_its_page(program, client):
    where = reverse("programs:edit_program", args=[program.slug])
    sent = filled_in(client.get(where).context["form"], county_fips="37135", residence_rule="Stays here")
    assert client.post(where, sent).status_code == 302
    program.refresh_from_db()
    assert (program.residence_rule, program.demographics["county"]) == ("Stays here", "Orange County")
    assert b"Who lives in Orange County" in client.get(reverse("programs:setup", args=[program.slug])).content


def test_a_new_policy_is_made_and_a_wrong_one_keeps_what_was_typed(program, client):
    where = reverse("programs:new_policy", args=[program.slug])
    form = client.get(where).context["form"]
    page = client.post(where, filled_in(form, intake_window_days="6", contact_due_hours="24"))
    assert page.status_code == 200 and b'value="24"' in page.content
    assert client.post(where, filled_in(form, intake_window_days="21")).status_code == 302
    assert PolicyVersion.objects.get(number=2).intake_window_days == 21


def test_a_forbidden_question_is_refused_at_its_field(program, client):
    where = reverse("programs:questions", args=[program.slug])
    sent = {"section": "health", "text": "Drug test result", "answer_kind": "text"}
    page = client.post(where, sent)
    assert (
        b"The program doesn&#x27;t use drug tests" in page.content
        and b'value="Drug test result"' in page.content
    )
    client.post(where, {**sent, "text": "Do you have a pet?"})
    question = IntakeQuestion.objects.get()
    client.post(
        reverse("programs:switch_question", args=[program.slug, question.public_id]), {"active": "no"}
    )
    question.refresh_from_db()
    assert not question.is_active


def test_hours_and_days_off_are_kept_on_their_page(program, client):
    where = reverse("programs:hours", args=[program.slug])
    form = client.get(where).context["form"]
    client.post(where, filled_in(form, opens_5="09:00", closes_5="12:00"))
    assert 5 in queries.weekly_hours(program)
    page = client.post(where, filled_in(form, opens_6="09:00"))
    assert b"Enter both times" in page.content
    holiday = next(each for each in page.context["days"] if each.is_holiday)
    switch = reverse("programs:switch_day", args=[program.slug])
    client.post(switch, {"day": holiday.day.isoformat(), "do": "open"})
    assert program.closures.get().is_open
    client.post(switch, {"day": holiday.day.isoformat(), "do": "clear"})
    assert not program.closures.exists()
    day = {"day_month": "7", "day_day": "6", "day_year": "2099", "name": "Training", "open": "no"}
    client.post(reverse("programs:set_day", args=[program.slug]), day)
    assert program.closures.get().name == "Training"


def test_words_to_read_aloud_are_put_in_force_on_their_page(program, client):
    where = reverse("programs:script", args=[program.slug])
    client.post(where, {"language": "es", "text": "Usted decide."})
    assert "Usted decide." in client.get(where).content.decode()
    assert (
        "Enter the script that officers read aloud."
        in client.post(where, {"language": "en", "text": ""}).content.decode()
    )
