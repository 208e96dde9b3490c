"""URLs under `p/<program>/own-measures/`."""

from django.urls import path

from handoff.measures.own import views

app_name = "own"
urlpatterns = [
    path("", views.list_own, name="list"),
    path("add/<slug:table>/", views.add_own, name="add"),
    path("<uuid:own_measure_id>/change/", views.change_own, name="change"),
    path("<uuid:own_measure_id>/retire/", views.retire_own, name="retire"),
]
