"""Addresses of the register of disclosures and of a person's accounting."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.consent.register import views
from handoff.core.navigation import Page, add_page

urlpatterns = [
    path("disclosures/", views.register, name="register"),
    path("people/<uuid:person_id>/disclosures/", views.accounting_page, name="accounting"),
    path("people/<uuid:person_id>/disclosures/paper/", views.accounting_paper, name="accounting_paper"),
]

add_page(
    Page(
        name="consent:register",
        label=_("Disclosures"),
        permissions=(Permission.PARTICIPANT_READ,),
        position=57,
    )
)
