"""URLs under `p/<program>/outside/`."""

from django.urls import path

from handoff.measures.outside import views

app_name = "outside"
urlpatterns = [
    path("", views.list_figures, name="list"),
    path("<uuid:outside_file_id>/", views.show_file, name="file"),
    path("<uuid:outside_file_id>/columns/", views.choose_columns, name="columns"),
]
