"""URLs under `p/<program>/data-plan/`."""

from django.urls import path

from handoff.measures.collection import views

app_name = "collection"
urlpatterns = [
    path("", views.show_plan, name="plan"),
    path("file/", views.download_plan, name="download"),
    path("new/", views.add_source, name="add"),
    path("<uuid:source_id>/", views.show_source, name="source"),
    path("<uuid:source_id>/change/", views.change_source, name="change"),
    path("<uuid:source_id>/end/", views.end_source, name="end"),
]
