"""C7, T4: a subpoena alone never releases Part 2 facts; two people answer; the paper is released and logged once."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.consent.models import Disclosure
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.participants.lookup.services import rebuild_keys
from handoff.records.models import FactKind, LegalRequest, LegalRequestEvent
from handoff.records.rules.legal_answers import Paper, barred_reason
from handoff.records.services import legal
from handoff.referrals.models import Referral
from handoff.testing.casework import (
    make_approach_note,
    make_contact,
    make_contact_point,
    make_help,
    make_note,
)
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_member, make_person, make_program, put_on_every_team
from handoff.testing.records import make_legal_paper_input, make_legal_request

pytestmark = pytest.mark.django_db
CARE = ("zqnote", "zqapproach", "zqhelp", "zqanswer", "zqcarephone")


def scan():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, format="PNG")
    return SimpleUploadedFile("order.png", out.getvalue())


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def users(program):
    return {
        role: make_member(program, role)
        for role in (RoleName.PROGRAM_MANAGER, RoleName.DATA_MANAGER, RoleName.CASE_MANAGER)
    }


@pytest.fixture
def manager(program, users):
    return actor_of(users[RoleName.PROGRAM_MANAGER], program)


@pytest.fixture
def keeper(program, users):
    return actor_of(users[RoleName.DATA_MANAGER], program)


@pytest.fixture
def person(program, users):
    """A participant with a canary in each kind of record."""
    person = make_person(program, first_name="Zqfirst", last_name="Zqlast")
    rebuild_keys(person)
    worker = actor_of(users[RoleName.CASE_MANAGER], program)
    enrollment = make_participant(program, person, worker)
    intake = enrollment.intake
    intake.answers = {"housing": {"housing_worry": "zqanswer"}}
    intake.save()
    make_contact(person, actor=worker, note="zqnote")
    make_help(person, worker, note="zqhelp")
    make_approach_note(person, "zqapproach")
    make_contact_point(person, kind="place", value="zqpolicephone")
    make_contact_point(person, kind="place", value="zqcarephone", from_care=True)
    return person


def words_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def propose_answer(actor, request, *kinds, answer="release"):
    return legal.propose_answer(
        actor=actor, legal_request=request, answer=answer, kinds=kinds, reason="As asked.", at=AT
    )


def release_records(manager, keeper, request, *kinds) -> str:
    propose_answer(manager, request, *kinds)
    approved = legal.approve_answer(actor=keeper, legal_request=request, at=AT)
    return words_of(legal.release_records(actor=manager, legal_request=approved, at=AT))


def order_and_subpoena(manager, request, **fields):
    legal.add_paper(
        actor=manager,
        legal_request=request,
        paper=make_legal_paper_input("part2_order", scan=scan(), **fields),
        at=AT,
    )


def test_a_subpoena_alone_releases_no_part2_canary(program, person, manager, keeper):
    request = make_legal_request(program, person, manager)
    for kind in ("part2", "counseling"):
        with pytest.raises(Refused, match=r"42 CFR 2\.61"):
            propose_answer(manager, request, "identity", kind)
    text = release_records(manager, keeper, request, "identity", "justice")
    assert "Zqlast" in text and "zqpolicephone" in text and "Possession of cocaine" in text
    assert not [word for word in CARE if word in text]
    assert "42 CFR part 2" in text


def test_what_the_program_wrote_about_an_officers_referral_is_no_justice_fact(
    program, person, manager, keeper
):
    """finding-S12: a subpoena releases the officer's words and not those of the program."""
    Referral.objects.filter(person=person).update(reason="zqofficer", care_reason="zqcareword")
    text = release_records(
        manager, keeper, make_legal_request(program, person, manager), "identity", "justice"
    )
    assert "zqofficer" in text and "zqcareword" not in text
    ordered = make_legal_request(program, person, manager)
    order_and_subpoena(manager, ordered)
    text = release_records(manager, keeper, ordered, "part2")
    assert "zqcareword" in text and "zqofficer" not in text


def test_an_order_alone_or_unscanned_does_not_release_part2_either(program, person, manager):
    request = make_legal_request(program, person, manager, kind="part2_order")
    with pytest.raises(Refused, match="scan"):
        propose_answer(manager, request, "part2")
    order_and_subpoena(manager, request)
    with pytest.raises(Refused, match="alone doesn't compel"):
        propose_answer(manager, request, "part2")


def test_order_and_subpoena_release_exactly_the_approved_kinds(program, person, manager, keeper):
    request = make_legal_request(program, person, manager)
    order_and_subpoena(manager, request)
    text = release_records(manager, keeper, request, "part2")
    assert "zqnote" in text and "zqanswer" in text
    assert "Zqlast" not in text and "Possession of cocaine" not in text
    assert "zqhelp" not in text, "a health fact needs its own kind"


def test_counseling_needs_an_order_that_names_it(program, person, manager):
    request = make_legal_request(program, person, manager)
    order_and_subpoena(manager, request)
    with pytest.raises(Refused, match=r"2\.63"):
        propose_answer(manager, request, "counseling")
    order_and_subpoena(manager, request, names_counseling=True)
    assert propose_answer(manager, request, "counseling").state == "proposed"


def test_part2_alone_tells_nothing_of_counseling_sessions_or_health_notes(program, person, manager, keeper):
    """42 CFR 2.63: an order that doesn't name counseling leaves unsaid that there were sessions, and when."""
    for label in ("general", "part2", "health", "counseling"):
        make_note(person, manager, label=label, words=f"zqnote{label}")
    request = make_legal_request(program, person, manager)
    order_and_subpoena(manager, request)
    text = release_records(manager, keeper, request, "part2")
    assert "zqnotegeneral" in text and "zqnotepart2" in text
    assert "zqnotehealth" not in text and "zqnotecounseling" not in text
    assert (
        "Counseling session" not in text and "Notes on counseling" not in text and "about health" not in text
    )
    named = make_legal_request(program, person, manager)
    order_and_subpoena(manager, named, names_counseling=True)
    text = release_records(manager, keeper, named, "part2", "counseling")
    assert "zqnotecounseling" in text and "zqnotehealth" not in text


def test_health_facts_need_a_courts_order(program, person, manager):
    request = make_legal_request(program, person, manager)
    with pytest.raises(Refused, match="122C-54"):
        propose_answer(manager, request, "health")


@pytest.mark.parametrize("beside", ["other", "subpoena", "court_order", "part2_order", "search_warrant"])
@pytest.mark.parametrize("kind", FactKind.values)
def test_nothing_beside_a_public_records_request_releases_a_fact(beside, kind):  # finding-S1
    papers = [Paper("public_records"), Paper(beside, scanned=True, names_counseling=True)]
    for asked_as, shown in (("public_records", papers), ("public_records", papers[1:]), (beside, papers)):
        assert barred_reason([kind], shown, asked_as=asked_as, counsel=True) == "public_records"


@pytest.mark.parametrize("kind", FactKind.values)
def test_a_paper_of_another_kind_releases_nothing_without_counsel(kind):  # finding-S1
    assert barred_reason([kind], [Paper("other")], asked_as="other") == "no_counsel"
    assert barred_reason([kind], [Paper("subpoena"), Paper("other")], asked_as="subpoena") == "no_counsel"
    with_counsel = barred_reason([kind], [Paper("other")], asked_as="other", counsel=True)
    assert (with_counsel == "") == (kind == "justice")


def test_no_paper_at_all_releases_nothing():  # finding-S1
    assert barred_reason(["justice"], [], asked_as="subpoena", counsel=True) == "no_paper"
    assert barred_reason([], [], asked_as="subpoena") == ""


def test_a_name_is_not_released_for_a_letter_beside_a_public_records_request(program, person, manager):
    """finding-S1: the request that was seen to release name, address and race."""
    request = make_legal_request(program, person, manager, kind="public_records")
    legal.add_paper(actor=manager, legal_request=request, paper=make_legal_paper_input("other"), at=AT)
    with pytest.raises(Refused, match="a request of its own"):
        propose_answer(manager, request, "identity", "justice")
    letter = make_legal_request(program, person, manager, kind="other")
    with pytest.raises(Refused, match="Ask your attorney"):
        propose_answer(manager, letter, "justice")
    legal.record_counsel(actor=manager, legal_request=letter, name="A. Lawyer", consulted_on=AT.date(), at=AT)
    with pytest.raises(Refused, match="Add that document first"):
        propose_answer(manager, letter, "identity")
    assert propose_answer(manager, letter, "justice").state == "proposed"


def test_a_public_records_request_releases_nothing_about_a_person(program, person, manager):
    about = make_legal_request(program, person, manager, kind="public_records")
    with pytest.raises(Refused, match="122C-52"):
        propose_answer(manager, about, "identity")
    general = make_legal_request(program, None, manager)
    with pytest.raises(Refused, match="general records request"):
        propose_answer(manager, general, "identity")


def test_no_one_approves_their_own_answer_and_nothing_leaves_before(program, person, manager, keeper):
    request = make_legal_request(program, person, keeper)
    with pytest.raises(Refused, match="no proposed answer"):
        legal.approve_answer(actor=keeper, legal_request=request, at=AT)
    proposed = propose_answer(manager, request, "identity")
    with pytest.raises(Refused, match="Someone else"):
        legal.approve_answer(actor=manager, legal_request=proposed, at=AT)
    with pytest.raises(Refused, match="until someone else approves"):
        legal.release_records(actor=manager, legal_request=proposed, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalRequest.objects.filter(pk=request.pk).update(approved_by_id=manager.user_id, approved_at=AT)
    assert not Disclosure.objects.exists()


def test_a_release_is_made_once_registered_and_audited_with_both(program, person, manager, keeper):
    request = make_legal_request(program, person, manager)
    release_records(manager, keeper, request, "identity")
    request.refresh_from_db()
    assert request.state == "released" and len(request.sha256) == 64
    entry = Disclosure.objects.get(person=person)
    assert (entry.agency, entry.recipient, entry.kinds) == (None, "Clerk of Superior Court", ["contact"])
    row = AuditEvent.objects.get(action="legal_request.released")
    assert row.details["proposed_by"] == manager.user_id and row.details["approved_by"] == keeper.user_id
    with pytest.raises(Refused, match="has been answered"):
        legal.release_records(actor=manager, legal_request=request, at=AT)
    steps = LegalRequestEvent.objects.filter(request=request).values_list("what", flat=True)
    assert list(steps) == ["received", "proposed", "approved", "released"]


def test_an_approval_rests_on_the_papers_and_can_be_sent_back(program, person, manager, keeper):
    request = make_legal_request(program, person, manager)
    propose_answer(manager, request, "identity")
    approved = legal.approve_answer(actor=keeper, legal_request=request, at=AT)
    with pytest.raises(Refused, match="Send it back first"):
        legal.add_paper(actor=manager, legal_request=approved, paper=make_legal_paper_input(), at=AT)
    back = legal.return_answer(actor=manager, legal_request=approved, at=AT)
    assert (back.state, back.kinds, back.approved_by_id) == ("received", [], None)


def test_a_refusal_takes_two_people_as_well(program, person, manager, keeper):
    request = make_legal_request(program, person, manager)
    with pytest.raises(Refused, match="reason"):
        legal.propose_answer(
            actor=manager, legal_request=request, answer="refuse", kinds=(), reason=" ", at=AT
        )
    propose_answer(manager, request, answer="refuse")
    assert legal.approve_answer(actor=keeper, legal_request=request, at=AT).state == "refused"
    with pytest.raises(Refused, match="has been answered"):
        legal.withdraw_request(actor=manager, legal_request=request, at=AT)


def test_counsel_and_withdrawal_are_recorded_and_incomplete_forms_refused(program, person, manager):
    request = make_legal_request(program, person, manager)
    noted = legal.record_counsel(
        actor=manager, legal_request=request, name="A. Bar", consulted_on=AT.date(), at=AT
    )
    assert noted.counsel_on == AT.date()
    with pytest.raises(Refused, match="future"):
        legal.record_counsel(
            actor=manager, legal_request=request, name="A", consulted_on=AT.date() + timedelta(days=2), at=AT
        )
    with pytest.raises(Refused, match="future"):
        make_legal_request(program, person, manager, received_on=AT.date() + timedelta(days=2))
    with pytest.raises(Refused, match="Enter the attorney's name"):
        legal.record_counsel(actor=manager, legal_request=request, name=" ", consulted_on=AT.date(), at=AT)
    for blank in ("from_whom", "scope_asked"):
        with pytest.raises(Refused, match="Enter who is asking and what for"):
            make_legal_request(program, person, manager, **{blank: " "})
    with pytest.raises(Refused, match="due date can't be before"):
        make_legal_request(program, person, manager, due_on=AT.date() - timedelta(days=2))
    with pytest.raises(Refused, match="isn't in your program"):
        make_legal_request(program, make_person(make_program()), manager)
    assert legal.withdraw_request(actor=manager, legal_request=request, at=AT).state == "withdrawn"


def test_an_answer_that_changes_while_the_paper_is_made_is_not_released(
    program, person, manager, keeper, monkeypatch
):
    """The paper holds the kinds approved before; the answer that stands now was approved for others."""
    request = make_legal_request(program, person, manager)
    propose_answer(manager, request, "identity")
    approved = legal.approve_answer(actor=keeper, legal_request=request, at=AT)

    def change_answer(*_values):
        LegalRequest.objects.filter(pk=request.pk).update(kinds=["referral"])
        return b"%PDF-"

    monkeypatch.setattr(legal, "_render_release", change_answer)
    with pytest.raises(Refused, match="The answer has changed since you opened it"):
        legal.release_records(actor=manager, legal_request=approved, at=AT)
    request.refresh_from_db()
    assert request.state == "approved" and not Disclosure.objects.exists()


def test_nothing_is_released_when_the_audit_row_fails(program, person, manager, keeper, monkeypatch):
    request = make_legal_request(program, person, manager)
    propose_answer(manager, request, "identity")
    approved = legal.approve_answer(actor=keeper, legal_request=request, at=AT)

    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("handoff.records.services.legal.audit.record", breaks)
    with pytest.raises(RuntimeError):
        legal.release_records(actor=manager, legal_request=approved, at=AT)
    request.refresh_from_db()
    assert request.state == "approved" and not Disclosure.objects.exists()


def test_the_same_form_sent_twice_is_one_request(program, manager):
    first = make_legal_request(program, None, manager)
    legal_request_input = legal.LegalRequestInput("other", "x", AT.date(), "mail", "y")
    again = legal.register_request(
        actor=manager,
        program=program,
        person=None,
        request_input=legal_request_input,
        paper=make_legal_paper_input(),
        key=first.key,
        at=AT,
    )
    assert again == first and LegalRequest.objects.count() == 1


def test_the_scan_of_a_legal_paper_opens_only_to_users_who_handle_requests(program, person, manager, users):
    request = make_legal_request(program, person, manager)
    order_and_subpoena(manager, request)
    stored = StoredFile.objects.get(kind="legal_order")
    path = f"/p/{program.slug}/files/{stored.public_id}/"
    for role, status in ((RoleName.CASE_MANAGER, 404), (RoleName.DATA_MANAGER, 200)):
        client = Client()
        client.force_login(users[role])
        assert client.get(path).status_code == status


def test_the_pages_lead_from_the_register_to_the_paper(program, person, users):
    for each in users.values():
        put_on_every_team(each, program)
    manager, keeper = Client(), Client()
    manager.force_login(users[RoleName.PROGRAM_MANAGER])
    keeper.force_login(users[RoleName.DATA_MANAGER])
    here = f"/p/{program.slug}/records/"
    found = manager.post(f"{here}find/", {"last_name": "Zqlast"})
    assert f"{here}people/{person.public_id}/request/".encode() in found.content
    sent = {
        "kind": "subpoena", "from_whom": "Clerk", "received_on_month": "3", "received_on_day": "2",
        "received_on_year": "2026", "received_how": "mail", "scope_asked": "All of it",
    }  # fmt: skip
    assert manager.post(f"{here}people/{person.public_id}/request/", sent).status_code == 302
    request = LegalRequest.objects.get()
    page = f"{here}requests/{request.public_id}/"
    assert b"Confirm with your attorney" in manager.get(page).content
    refused = manager.post(f"{page}propose/", {"answer": "release", "kinds": ["part2"], "reason": "x"})
    assert b"42 CFR 2.61" in refused.content
    manager.post(f"{page}propose/", {"answer": "release", "kinds": ["justice"], "reason": "x"})
    manager.post(f"{page}approve/")
    request.refresh_from_db()
    assert request.state == "proposed"
    keeper.post(f"{page}approve/")
    assert "Charges, encounters" in manager.get(f"{page}release/").content.decode()
    paper = manager.post(f"{page}release/")
    assert paper["Content-Type"] == "application/pdf" and "Zqlast" not in paper["Content-Disposition"]
    again = manager.post(f"{page}release/")
    assert again["Content-Type"].startswith("text/html") and Disclosure.objects.count() == 1
    assert Referral.objects.filter(person=person).exists()
