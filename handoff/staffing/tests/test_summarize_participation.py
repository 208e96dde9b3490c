"""J5: a summary for a case is read by one recipient, in words the person signed, while that consent is live."""

import io
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from handoff.audit.models import AuditEvent
from handoff.consent import services as consent
from handoff.consent.gate import decide
from handoff.consent.models import Disclosure, Release
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.staffing.models import ParticipationSummary
from handoff.staffing.summaries import presenters, queries, services
from handoff.testing.consent import make_release, make_release_input
from handoff.testing.programs import AT, PASSWORD, make_agency, make_person, make_program, put_on_every_team
from handoff.testing.staffing import ChargeScenario, make_summary, sign_summary

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


class Case(ChargeScenario):
    """A participant without any other release, a worker, and a prosecutor."""

    def __init__(self, client):
        super().__init__(roi=False)
        self.client = client
        self.worker = self.actor("case_manager")
        self.prosecutor = self.actor("district_attorney")
        self.office = self.user("district_attorney").memberships.get().agency

    def draft(self, words="I come to every meeting I planned.", agency=None):
        return services.write_summary(
            actor=self.worker,
            person=self.person,
            agency=agency or self.office,
            words=words,
            key=str(uuid.uuid4()),
            at=AT,
        )

    def enter(self, role="district_attorney"):
        put_on_every_team(self.user(role), self.program)
        self.client.login(username=self.user(role).username, password=PASSWORD)

    def get(self, name, *args, **options):
        return self.client.get(reverse(f"summaries:{name}", args=[self.program.slug, *args]), **options)

    def post(self, name, *args, **sent):
        return self.client.post(
            reverse(f"summaries:{name}", args=[self.program.slug, *args]), sent, follow=True
        )


@pytest.fixture
def case(client, clock):
    return Case(client)


def readable(case, at=AT):
    return [each.summary for each in queries.readable_by(case.prosecutor, case.program, at)]


def test_a_draft_is_read_by_no_one_and_a_signed_summary_by_its_office_until_it_is_revoked(case):
    draft = case.draft()
    assert readable(case) == []
    signed = sign_summary(draft, case.worker)
    assert readable(case) == [signed]
    assert Notice.objects.get().kind == "summary_signed"
    assert readable(case, AT + timedelta(days=90)) == []
    consent.revoke_release(actor=case.worker, release=signed.release, at=LATER)
    assert readable(case, LATER) == []


@pytest.mark.parametrize("where", ["another program", "left", "another kind"])
def test_a_summary_is_written_only_for_a_court_a_defender_or_the_da_of_this_program(case, where):
    program = make_program() if where == "another program" else case.program
    kind = "treatment" if where == "another kind" else "court"
    agency = make_agency(program, kind, is_active=where != "left")
    with pytest.raises(Refused, match="Choose the DA's office"):
        case.draft(agency=agency)


def test_a_consent_to_a_case_shows_no_one_anywhere_else(case):
    make_summary(case.person, case.office, case.worker)
    assert decide(case.prosecutor, None, AT) == {}


@pytest.mark.parametrize(
    "words",
    [
        "He hasn't missed treatment.",
        "She has been clean for a month.",
        "Kurt goes to AA meetings, and is clean.",
        "Jo stopped using in spring.",
        "Va a juntas de NA y anda limpio.",
        "He graduates in May.",
        "Her probation charge is dropped if she stays in the program.",
        "Toma su medicamento todos los dÍas.",
        "  ",
    ],
)
def test_no_summary_says_health_abstinence_a_finish_line_or_a_promise(case, words):
    with pytest.raises(Refused):
        case.draft(words)


def test_no_summary_names_another_participant_or_goes_to_the_police(case):
    make_person(case.program, first_name="Marisol", last_name="Quintero")
    with pytest.raises(Refused, match="another participant"):
        case.draft("I met Marisol Quintero there.")
    with pytest.raises(Refused, match="DA's office"):
        case.draft(agency=case.police)


def test_no_one_signs_words_that_changed_after_the_page_was_opened(case):
    draft = case.draft()
    services.change_words(actor=case.worker, summary=draft, agency=case.office, words="I found a job.", at=AT)
    with pytest.raises(Refused, match="have changed"):
        sign_summary(draft, case.worker)
    signed = sign_summary(queries.find_summary(case.program, draft.public_id), case.worker)
    assert signed.release.statement == "I found a job."
    with pytest.raises(Refused, match="stay as they are"):
        services.change_words(actor=case.worker, summary=signed, agency=case.office, words="Else.", at=AT)
    with pytest.raises(Refused, match="stay as they are"):
        services.drop_draft(actor=case.worker, summary=signed, at=AT)


def test_a_general_release_can_name_no_court_and_no_case_and_doesnt_end_a_summary(case):
    signed = make_summary(case.person, case.office, case.worker)
    court = make_agency(case.program, "court", "District Court")
    for agency, fields in (
        (court, {}),
        (case.office, {"kinds": ["participation", "summary"]}),
        (case.office, {"purposes": ("proceedings",)}),
    ):
        with pytest.raises(Refused, match="form of its own"):
            make_release(case.person, agency, **fields)
    make_release(case.person, case.police, replaces_earlier=True, at=LATER, actor=case.worker)
    assert readable(case, LATER) == [signed]


def test_the_form_for_a_case_holds_one_summary_and_nothing_else(case):
    draft = case.draft()
    beside = make_release_input(
        case.office,
        kinds=["summary", "participation"],
        purposes=("proceedings",),
        form_version="summary-2026-12",
        statement=draft.words,
    )
    with pytest.raises(Refused, match="one summary and one recipient"):
        services.sign_summary(
            actor=case.worker, summary=draft, version=1, release_input=beside, key="k", at=AT
        )
    assert not Release.objects.exists()


def test_a_prosecutor_reads_prints_and_then_no_longer_finds_a_summary(case):
    signed = make_summary(case.person, case.office, case.worker)
    other = make_summary(
        case.person, make_agency(case.program, "defender"), case.worker, words="For my lawyer."
    )
    case.enter()
    listed = case.get("received").content.decode()
    assert "Rowan Tidewater" in listed and listed.count("summaries/read/") == 1
    page = case.get("read", signed.public_id).content.decode()
    assert "I come to every meeting I planned." in page and "42 CFR part 2" in page
    file = case.get("pdf", signed.public_id)
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(file.content)).pages)
    assert (
        "I come to every meeting" in text
        and "42 CFR" in text
        and "Tidewater" not in file["Content-Disposition"]
    )
    assert case.get("read", other.public_id).status_code == 404
    row = Disclosure.objects.get()
    assert (row.release, row.kinds, row.agency) == (signed.release, ["summary"], case.office)
    assert {"summaries.listed", "summary.read", "summary.printed"} <= set(
        AuditEvent.objects.values_list("action", flat=True)
    )
    consent.revoke_release(actor=case.worker, release=signed.release, at=AT)
    assert case.get("read", signed.public_id).status_code == 404
    assert "Rowan" not in case.get("received").content.decode()


def test_a_worker_writes_reads_it_with_them_signs_and_hands_the_paper_over(case):
    case.enter("case_manager")
    defender = make_agency(case.program, "defender", "Public Defender")
    form = case.get("write", case.person.public_id).content.decode()
    assert "Public Defender" in form and "Rowan has been in" in form
    refused = case.post("write", case.person.public_id, agency=defender.public_id, words="He finished rehab.")
    assert "Take “rehab” out" in refused.content.decode() and "He finished rehab." in refused.content.decode()
    sign = case.post("write", case.person.public_id, agency=defender.public_id, words="I have a job.")
    assert "May someone in your case read this about you?" in sign.content.decode()
    draft = ParticipationSummary.objects.get()
    changed = case.post("words", draft.public_id, agency=defender.public_id, words="I have a new job.")
    assert "I have a new job." in changed.content.decode()
    form = changed.context["form"]
    signed = {
        "signer_name": "Rowan Tidewater",
        "typed_name": "Rowan Tidewater",
        "witnessed": "on",
        "version": form["version"].value(),
    }
    # Words that changed in another tab are shown, not signed, and can be signed then.
    case.post("words", draft.public_id, agency=defender.public_id, words="I have a better job.")
    case.post("words", draft.public_id, agency=defender.public_id, words="I have a new job.")
    stale = case.post("sign", draft.public_id, **signed)
    assert "have changed meanwhile" in stale.content.decode() and not Release.objects.exists()
    # Also beside another error; and what was signed under the earlier words isn't offered under these.
    lacking = case.post("sign", draft.public_id, **{**signed, "signer_name": ""})
    assert "have changed meanwhile" in lacking.content.decode()
    assert not any(stale.context["form"][name].value() for name in ("signature", "typed_name", "witnessed"))
    signed["version"] = stale.context["form"]["version"].value()
    page = case.post("sign", draft.public_id, **signed).content.decode()
    assert "Signed. These words" in page and "Download PDF to hand over" in page
    release = Release.objects.get()
    printed = case.client.get(reverse("consent:print", args=[case.program.slug, release.public_id]))
    assert "I have a new job." in printed.content.decode()
    paper = case.post("paper", draft.public_id)
    assert paper["Content-Type"] == "application/pdf"
    assert Disclosure.objects.get().what == "summary on paper"
    consent.revoke_release(actor=case.worker, release=release, at=AT)
    assert "anymore" in case.post("paper", draft.public_id).content.decode()
    assert Disclosure.objects.count() == 1


def test_a_draft_that_isnt_wanted_is_deleted(case):
    case.enter("case_manager")
    draft = case.draft()
    page = case.post("drop", draft.public_id).content.decode()
    assert "Draft deleted." in page and not ParticipationSummary.objects.exists()


def test_a_form_sent_twice_makes_one_summary_and_one_signature(case):
    first, key = case.draft(), "one-key"
    sent = {"actor": case.worker, "person": case.person, "agency": case.office, "key": key, "at": AT}
    assert services.write_summary(words="Once.", **sent) == services.write_summary(words="Once.", **sent)
    with pytest.raises(Refused, match="already saved"):
        services.write_summary(words="Twice.", **sent)
    same = services.change_words(
        actor=case.worker, summary=first, agency=case.office, words=first.words, at=LATER
    )
    assert (same.version, same.written_at) == (1, AT)
    signed = sign_summary(first, case.worker)
    release_input = make_release_input(case.office, statement=first.words)
    again = services.sign_summary(
        actor=case.worker,
        summary=first,
        version=1,
        release_input=release_input,
        key=signed.release.key,
        at=LATER,
    )
    assert again.release == signed.release and Release.objects.count() == 1


def test_a_draft_that_was_deleted_meanwhile_says_so(case):
    draft = case.draft()
    services.drop_draft(actor=case.worker, summary=draft, at=AT)
    with pytest.raises(Refused, match="deleted meanwhile"):
        sign_summary(draft, case.worker)


def test_a_form_for_a_case_without_words_is_refused(case):
    draft = case.draft()
    blank = make_release_input(
        case.office, kinds=["summary"], purposes=("proceedings",), form_version="summary-2026-12"
    )
    with pytest.raises(Refused, match="Write the summary first"):
        services.sign_summary(
            actor=case.worker, summary=draft, version=1, release_input=blank, key="k", at=AT
        )


def test_a_draft_starts_in_the_language_of_whoever_reads_and_signs_it(case):
    person, enrollment = case.person, case.enrollment
    with override("es"):
        assert "has been in" in presenters.first_sentence(person, enrollment)
    person.language = "es"
    with override("en"):
        assert "está en" in presenters.first_sentence(person, enrollment)
