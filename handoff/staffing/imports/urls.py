"""URLs of files of charges under `p/<program>/`."""

from django.urls import path

from handoff.staffing.imports import views

urlpatterns = [
    path("new-charges/import/", views.start_import, name="import_charges"),
    path("new-charges/import/<uuid:charge_file_id>/", views.show_file, name="charge_file"),
    path("new-charges/import/<uuid:charge_file_id>/columns/", views.choose_columns, name="charge_columns"),
    path("new-charges/compare/likely/", views.confirm_matches, name="likely_matches"),
]
