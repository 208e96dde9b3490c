"""Addresses of the visits at which people may renew their ROI."""

from django.urls import path

from handoff.consent.renewal import queries, views
from handoff.participants.gate import leads_to_person

urlpatterns = [
    path("people/<uuid:person_id>/roi/visit/", views.plan, name="plan_visit"),
    path("roi/visits/<uuid:visit_id>/close/", views.close, name="close_visit"),
    path("roi/expiring/", views.expiring, name="expiring"),
]

leads_to_person("visit_id", queries.person_of_visit)
