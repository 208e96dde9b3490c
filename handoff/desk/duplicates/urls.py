"""URLs under `p/<program>/duplicates/`."""

from django.urls import path

from handoff.desk.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("", views.list_duplicates, name="list"),
    path("<uuid:person_id>/<uuid:other_id>/", views.compare, name="compare"),
    path("<uuid:person_id>/<uuid:other_id>/merge/", views.merge, name="merge"),
    path("<uuid:person_id>/<uuid:other_id>/different/", views.mark_different, name="different"),
    path("merges/<uuid:merge_id>/", views.separate, name="separate"),
]
