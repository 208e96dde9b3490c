"""Planted bugs in a rule of one app, each found by that app's own test."""

from tests.matrix.planted.apps.access import ACCESS
from tests.matrix.planted.apps.appointments import APPOINTMENTS
from tests.matrix.planted.apps.casework import CASEWORK
from tests.matrix.planted.apps.court import COURT
from tests.matrix.planted.apps.directory import DIRECTORY
from tests.matrix.planted.apps.figures import FIGURES
from tests.matrix.planted.apps.meetings import MEETINGS
from tests.matrix.planted.apps.news import NEWS
from tests.matrix.planted.apps.partners import PARTNERS
from tests.matrix.planted.apps.people import PEOPLE
from tests.matrix.planted.apps.providers import PROVIDERS
from tests.matrix.planted.apps.records import RECORDS
from tests.matrix.planted.apps.referrals import REFERRALS
from tests.matrix.planted.apps.reports import REPORTS
from tests.matrix.planted.apps.safety import SAFETY_EVENTS
from tests.matrix.planted.apps.summaries import SUMMARIES
from tests.matrix.planted.apps.surveys import SURVEYS
from tests.matrix.planted.apps.tables import TABLES
from tests.matrix.planted.apps.workbooks import WORKBOOKS
from tests.matrix.planted.apps.workload import WORKLOAD

IN_APPS = (
    *ACCESS,
    *PEOPLE,
    *CASEWORK,
    *APPOINTMENTS,
    *COURT,
    *PROVIDERS,
    *DIRECTORY,
    *MEETINGS,
    *PARTNERS,
    *TABLES,
    *SUMMARIES,
    *NEWS,
    *RECORDS,
    *REFERRALS,
    *REPORTS,
    *FIGURES,
    *SAFETY_EVENTS,
    *SURVEYS,
    *WORKBOOKS,
    *WORKLOAD,
)
