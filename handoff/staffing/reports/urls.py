"""URLs of reported charges under `p/<program>/`."""

from django.urls import path

from handoff.staffing.reports import views

urlpatterns = [
    path("new-charges/bring/", views.report_charge, name="bring"),
    path("new-charges/compare/", views.list_reports, name="reports"),
    path("new-charges/compare/<uuid:report_id>/", views.compare_report, name="compare"),
]
