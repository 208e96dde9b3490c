"""All URLs. Pages of a program are under `p/<program>/`."""

from django.urls import include, path

from handoff.accounts.views.own import set_language
from handoff.accounts.views.sign_in import finish_agency_sign_in
from handoff.config import views

handler404 = "handoff.config.views.page_not_found"
handler500 = "handoff.config.views.server_error"

PROGRAM = [
    path("", include("handoff.desk.home.urls")),
    path("", include("handoff.desk.calendar.urls")),
    path("", include("handoff.desk.shift.urls")),
    path("", include("handoff.desk.launch.urls")),
    path("", include("handoff.desk.succession.urls")),
    path("lookup/", include("handoff.desk.lookup.urls")),
    path("people/", include("handoff.desk.people.urls")),
    path("duplicates/", include("handoff.desk.duplicates.urls")),
    path("access/", include("handoff.desk.trail.urls")),
    path("shared/", include("handoff.desk.shared.urls")),
    path("records/", include("handoff.records.urls")),
    path("database/", include("handoff.measures.database.urls")),
    path("workbooks/", include("handoff.workbooks.urls")),
    path("quality/", include("handoff.measures.quality.urls")),
    path("", include("handoff.measures.surveys.urls")),
    path("outcomes/", include("handoff.measures.outcomes.urls")),
    path("improvements/", include("handoff.measures.improvements.urls")),
    path("measures/", include("handoff.measures.urls")),
    path("figures/", include("handoff.measures.editions.urls")),
    path("data-plan/", include("handoff.measures.collection.urls")),
    path("outside/", include("handoff.measures.outside.urls")),
    path("", include("handoff.staffing.urls")),
    path("", include("handoff.staffing.table.urls")),
    path("", include("handoff.staffing.summaries.urls")),
    path("", include("handoff.staffing.news.urls")),
    path("", include("handoff.staffing.meetings.urls")),
    path("", include("handoff.casework.urls")),
    path("", include("handoff.casework.goals.urls")),
    path("", include("handoff.casework.appointments.urls")),
    path("", include("handoff.casework.caseloads.urls")),
    path("", include("handoff.casework.matching.urls")),
    path("", include("handoff.casework.plans.urls")),
    path("", include("handoff.casework.situation.urls")),
    path("", include("handoff.casework.turnover.urls")),
    path("", include("handoff.casework.providers.urls")),
    path("", include("handoff.casework.letters.urls")),
    path("", include("handoff.casework.supplies.urls")),
    path("", include("handoff.casework.phones.urls")),
    path("", include("handoff.casework.court.urls")),
    path("", include("handoff.staffing.court_files.urls")),
    path("", include("handoff.casework.needs.urls")),
    path("", include("handoff.casework.notes.urls")),
    path("jurisdiction/", include("handoff.measures.baselines.urls")),
    path("own-measures/", include("handoff.measures.own.urls")),
    path("", include("handoff.enrollment.urls")),
    path("", include("handoff.enrollment.safety.urls")),
    path("", include("handoff.enrollment.look_back.urls")),
    path("", include("handoff.enrollment.look_back.files.urls")),
    path("", include("handoff.referrals.urls")),
    path("directory/", include("handoff.directory.urls")),
    path("opportunity/", include("handoff.opportunity.urls")),
    path("", include("handoff.eligibility.urls")),
    path("", include("handoff.charges.urls")),
    path("", include("handoff.consent.urls")),
    path("", include("handoff.documents.urls")),
    path("", include("handoff.programs.urls")),
]

urlpatterns = [
    path("", include("handoff.desk.urls")),
    path("", include("handoff.accounts.urls")),
    path(
        "sign-in/agency/back/",
        finish_agency_sign_in,
        {"provider_id": "agency"},
        name="openid_connect_callback",
    ),
    path("language/", set_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("gallery/", views.show_gallery, name="gallery"),
    path("p/<slug:program>/", include(PROGRAM)),
]
