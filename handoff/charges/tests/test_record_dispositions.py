"""J5: how a court closed a new charge, in the codes of North Carolina's courts, with the sentence; former ones stay."""

from datetime import timedelta

import pytest

from handoff.charges.columns import charge_rows
from handoff.charges.dispositions.inputs import DispositionInput
from handoff.charges.dispositions.presenters import disposition_entries, disposition_words
from handoff.charges.dispositions.services import record_disposition
from handoff.charges.models import Disposition, NewCharge
from handoff.core.refusals import Refused
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db

TODAY = AT.date()
GUILTY = DispositionInput("JU", TODAY, "GL", "unsupervised", "12 months")


@pytest.fixture
def charge():
    person = make_person(make_program())
    return NewCharge.objects.create(
        program=person.program,
        person=person,
        title="Larceny",
        how="citation",
        occurred_on=TODAY - timedelta(days=3),
        recorded_at=AT,
        key="1",
    )


def record(charge, wanted, role="district_attorney", decided=True):
    actor = make_actor(charge.program, role)
    return record_disposition(actor=actor, charge=charge, decided=decided, wanted=wanted, at=AT)


def test_a_disposition_is_recorded_and_another_one_keeps_the_former(charge):
    first = record(charge, GUILTY)
    with pytest.raises(Refused, match="recorded already"):
        record(charge, GUILTY)
    last = record(charge, DispositionInput("VD", TODAY), "data_manager")
    assert list(charge.dispositions.all()) == [first, last]
    assert disposition_words(last) == "Dismissed without leave (VD) · Mon, Mar 2, 2026"
    texts = [each.text for each in disposition_entries(charge.dispositions.all(), {})]
    assert texts[0] == (
        "Decided by a judge (JU), Guilty of a lesser offense (GL) · Mon, Mar 2, 2026 · "
        "Unsupervised probation: 12 months"
    )


def test_the_participant_database_has_the_newest_disposition_and_sentence(charge):
    row = charge_rows([charge.person_id], charge.program, AT)[charge.person_id]
    assert (row.new_charge_dispositions, row.new_charge_sentences) == ("", "")
    record(charge, DispositionInput("VL", TODAY))
    record(charge, GUILTY)
    row = charge_rows([charge.person_id], charge.program, AT)[charge.person_id]
    assert "Guilty of a lesser offense (GL)" in row.new_charge_dispositions and "VL" not in (
        row.new_charge_dispositions
    )
    assert row.new_charge_sentences == "Unsupervised probation: 12 months"


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (DispositionInput("XX", TODAY), "Choose the disposition"),
        (DispositionInput("VD", TODAY + timedelta(days=1)), "day of the charge to today"),
        (DispositionInput("VD", TODAY - timedelta(days=4)), "day of the charge to today"),
        (DispositionInput("JU", TODAY), "Choose a verdict"),
        (DispositionInput("VD", TODAY, "GU"), "Choose a verdict"),
        (DispositionInput("JR", TODAY, "XX"), "Choose the verdict"),
        (DispositionInput("JR", TODAY, "GU", "exile"), "Choose the sentence"),
        (DispositionInput("JR", TODAY, "NG", "fine"), "only after a verdict"),
        (DispositionInput("DC", TODAY, words="30 days"), "only after a verdict"),
    ],
)
def test_what_does_not_fit_together_is_refused(charge, wanted, sentence):
    with pytest.raises(Refused, match=sentence):
        record(charge, wanted)
    assert not Disposition.objects.exists()


def test_only_the_das_office_and_the_data_manager_record_it_and_after_the_decision(charge):
    for role in ("officer", "case_manager", "crime_analyst"):
        with pytest.raises(Refused, match="Only the DA's office"):
            record(charge, GUILTY, role)
    with pytest.raises(Refused, match="hasn't decided"):
        record(charge, GUILTY, decided=False)
    NewCharge.objects.update(entered_in_error_at=AT)
    with pytest.raises(Refused, match="entered in error"):
        record(charge, GUILTY)
