"""A later export with fewer columns takes nothing back: a blank cell is silence, for a participant and anyone else."""

import pytest

from handoff.charges.models import NewChargeChange, SourceCharge
from handoff.notifications.models import Notice
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports.queries import waiting_reports
from handoff.staffing.tests.test_import_charges import NOW, WEEK_LATER, County

pytestmark = pytest.mark.django_db
FULL = b"""case_id,chrg_seq,name,dob,age,date_arr,arr_type,fel_misd,arr_chrg,chrgdesc,chrg_cnt,court_date
1,1,"HUCKS, JOLENE FAYE",07/30/1991,35,11/19/2026 03:05,O,F,90-95(D)(2),POSS CS SCH II,2,12/14/2026 9:00
2,1,"LOCKLEAR, ANTHONY",01/01/1985,41,11/19/2026 10:40,T,M,14-72,LARCENY,1,12/14/2026 9:00
3,1,"LOCKLEAR, ANTHONY",03/03/1970,56,11/19/2026 11:40,O,M,14-72,LARCENY,1,
"""
THIN = b"""case_id,chrg_seq,name,date_arr,chrgdesc
1,1,"HUCKS, JOLENE FAYE",11/19/2026,POSS CS SCH II
2,1,"LOCKLEAR, ANTHONY",11/19/2026,LARCENY
3,1,"LOCKLEAR, ANTHONY",11/19/2026,LARCENY
"""


@pytest.fixture
def county():
    """After the full file: one charge is linked, one waits to be compared, one is no participant's."""
    county = County()
    county.take("", content=FULL)
    county.confirm_all()
    assert [each.state for each in SourceCharge.objects.order_by("pk")] == ["linked", "waiting", "dropped"]
    Notice.objects.all().delete()
    return county


def values(charge):
    return [
        getattr(charge, name)
        for name in "title offense_key statute how counts occurred_on occurred_at date_of_birth age court_at".split()
        if hasattr(charge, name)
    ]


def test_fewer_columns_change_nothing_and_ask_no_one(county):
    (charge,), (report,) = county.charges("P03"), waiting_reports(county.program)
    before = values(charge), values(report)
    batch = county.take("", WEEK_LATER, THIN)
    assert (batch.counts["unchanged"], batch.counts["changed"]) == (3, 0)
    charge.refresh_from_db()
    report.refresh_from_db()
    assert (values(charge), values(report)) == before
    assert charge.statute == "90-95(d)(2)" and charge.counts == 2 and charge.how == "arrest"
    assert not NewChargeChange.objects.exists() and not Notice.objects.exists()
    assert ChargeReport.objects.count() == 1
    assert county.take("", WEEK_LATER, FULL + b"\n").counts["unchanged"] == 3


def test_what_such_a_file_does_say_is_taken_and_the_rest_stays(county):
    thin = THIN.replace(b"POSS CS SCH II", b"POSS METHAMPHETAMINE").replace(b"LARCENY", b"SHOPLIFTING", 1)
    batch = county.take("", WEEK_LATER, thin)
    assert (batch.counts["unchanged"], batch.counts["changed"]) == (1, 2)
    (charge,), (report,) = county.charges("P03"), waiting_reports(county.program)
    assert charge.statute == "90-95(d)(2)" and charge.offense_key == "possess-methamphetamine"
    assert (charge.how, charge.counts) == ("arrest", 2) and charge.occurred_at is not None
    assert (report.offense_key, report.how) == ("conceal-merchandise", "warrant")
    assert report.date_of_birth is not None and report.age == 41 and report.court_at is not None
    county.undo(batch)
    charge.refresh_from_db()
    assert charge.offense_key == "possess-schedule-2-felony"
    assert county.take("", WEEK_LATER, THIN).counts["unchanged"] == 3


def test_another_name_is_a_correction_in_such_a_file_too(county):
    county.take("", WEEK_LATER, THIN.replace(b"HUCKS, JOLENE FAYE", b"TEAGUE, KAYLEE", 1))
    assert county.charges("P03") == []
    assert {last for last, _title in county.waiting()} == {"TEAGUE", "LOCKLEAR"}


def test_a_felony_that_becomes_a_misdemeanor_is_amended(county):
    county.take("", WEEK_LATER, FULL.replace(b",O,F,", b",O,M,"))
    (change,) = NewChargeChange.objects.all()
    assert change.what == NewChargeChange.What.AMENDED


def test_what_an_earlier_version_kept_is_changed_once_and_amends_nothing(county):
    SourceCharge.objects.update(content_print="0" * 64, names_print="")
    assert county.take("", NOW, FULL + b"\n").counts["changed"] == 3
    assert not NewChargeChange.objects.exists() and ChargeReport.objects.count() == 1
