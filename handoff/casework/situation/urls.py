"""URLs of dated facts, under `p/<program>/`."""

from django.urls import path

from handoff.casework.situation import views

app_name = "situation"
urlpatterns = [
    path("people/<uuid:person_id>/situation/", views.list_facts, name="list"),
    path("people/<uuid:person_id>/situation/<slug:kind>/", views.add_fact, name="add"),
    path("facts/<uuid:fact_id>/correct/", views.correct_fact, name="correct"),
    path("facts/<uuid:fact_id>/end/", views.end_fact, name="end"),
    path("facts/<uuid:fact_id>/withdraw/", views.withdraw_fact, name="withdraw"),
]
