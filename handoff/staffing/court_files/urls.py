"""URLs of courts' calendars, under `p/<program>/`."""

from django.urls import path

from handoff.staffing.court_files import views

app_name = "court_files"
urlpatterns = [
    path("court/import/", views.start_import, name="start"),
    path("court/import/<uuid:court_file_id>/", views.show_file, name="file"),
    path("court/import/<uuid:court_file_id>/columns/", views.choose_columns, name="columns"),
]
