"""URLs of the renewal visits."""

from django.urls import path

from handoff.consent.renewal import views

urlpatterns = [
    path("people/<uuid:person_id>/roi/visit/", views.plan_visit, name="plan_visit"),
    path("roi/visits/<uuid:visit_id>/close/", views.close_visit, name="close_visit"),
    path("roi/expiring/", views.list_expiring, name="expiring"),
]
