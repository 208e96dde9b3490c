"""Addresses under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.consent import queries, views, views_register, views_renewal
from handoff.core.navigation import Page, add_page
from handoff.participants.gate import leads_to_person

app_name = "consent"
urlpatterns = [
    path("people/<uuid:person_id>/roi/", views.releases, name="releases"),
    path("people/<uuid:person_id>/roi/new/", views.new, name="new"),
    path("people/<uuid:person_id>/roi/visit/", views_renewal.plan, name="plan_visit"),
    path("people/<uuid:person_id>/disclosures/", views_register.accounting_page, name="accounting"),
    path(
        "people/<uuid:person_id>/disclosures/paper/", views_register.accounting_paper, name="accounting_paper"
    ),
    path("disclosures/", views_register.register, name="register"),
    path("roi/visits/<uuid:visit_id>/close/", views_renewal.close, name="close_visit"),
    path("roi/expiring/", views.expiring, name="expiring"),
    path("roi/blank/", views.print_blank, name="blank"),
    path("roi/<uuid:release_id>/", views.show, name="show"),
    path("roi/<uuid:release_id>/print/", views.print_release, name="print"),
    path("roi/<uuid:release_id>/revoke/", views.revoke, name="revoke"),
    path("roi/<uuid:release_id>/copy/", views.give_copy, name="give_copy"),
]

leads_to_person("release_id", queries.person_of_release)
leads_to_person("visit_id", queries.person_of_visit)
leads_to_person("file_id", queries.person_of_scan)

add_page(
    Page(
        name="consent:register",
        label=_("Disclosures"),
        permissions=(Permission.PARTICIPANT_READ,),
        position=57,
    )
)
