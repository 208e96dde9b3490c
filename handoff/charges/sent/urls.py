"""URLs of the DA's list under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.charges.sent import views
from handoff.core.navigation import Group, Page, register_page

urlpatterns = [
    path("charges/sent/", views.list_sent_charges, name="sent"),
    path("charges/sent/<uuid:encounter_id>/received/", views.receive_charges, name="receive"),
]

register_page(
    Page(
        name="charges:sent",
        label=_("Charges from officers"),
        permissions=(Permission.NEW_CHARGE_DECIDE,),
        position=54,
        group=Group.CHARGES,
    )
)
