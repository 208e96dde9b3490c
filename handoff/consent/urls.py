"""Addresses under `p/<program>/`."""

from django.urls import include, path

from handoff.consent import queries, views
from handoff.participants.gate import leads_to_person

app_name = "consent"
urlpatterns = [
    path("", include("handoff.consent.register.urls")),
    path("", include("handoff.consent.renewal.urls")),
    path("people/<uuid:person_id>/roi/", views.releases, name="releases"),
    path("people/<uuid:person_id>/roi/new/", views.new, name="new"),
    path("roi/blank/", views.print_blank, name="blank"),
    path("roi/<uuid:release_id>/", views.show, name="show"),
    path("roi/<uuid:release_id>/print/", views.print_release, name="print"),
    path("roi/<uuid:release_id>/revoke/", views.revoke, name="revoke"),
    path("roi/<uuid:release_id>/copy/", views.give_copy, name="give_copy"),
]

leads_to_person("release_id", queries.person_of_release)
leads_to_person("file_id", queries.person_of_scan)
