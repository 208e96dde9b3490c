"""URLs of tables of events before and after referrals, under `p/<program>/`."""

from django.urls import path

from handoff.enrollment.look_back.files import views

app_name = "look_back_files"
urlpatterns = [
    path("before-after/import/", views.start_import, name="start"),
    path("before-after/import/<uuid:look_back_file_id>/", views.show_file, name="file"),
    path("before-after/import/<uuid:look_back_file_id>/columns/", views.choose_columns, name="columns"),
    path("before-after/import/<uuid:look_back_file_id>/refused.xlsx", views.download_refused, name="refused"),
]
