"""URLs of the disclosure log and of a person's accounting."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.consent.register import views
from handoff.core.navigation import Group, Page, register_page

urlpatterns = [
    path("disclosures/", views.show_register, name="register"),
    path("people/<uuid:person_id>/disclosures/", views.show_accounting, name="accounting"),
    path("people/<uuid:person_id>/disclosures/paper/", views.download_accounting, name="accounting_paper"),
]

register_page(
    Page(
        name="consent:register",
        label=_("Disclosures"),
        permissions=(Permission.PARTICIPANT_READ,),
        position=57,
        group=Group.RECORDS,
    )
)
