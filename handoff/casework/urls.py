"""URLs under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.casework import views
from handoff.core.navigation import Page, register_page

app_name = "casework"
urlpatterns = [
    path("outreach/", views.show_outreach_list, name="outreach"),
    path("outreach/quiet/", views.list_out_of_touch, name="silent"),
    path("outreach/people/<uuid:person_id>/contact/", views.log_contact, name="log_contact"),
    path("outreach/people/<uuid:person_id>/help/", views.record_help, name="give_help"),
    path("outreach/contacts/<uuid:contact_id>/undo/", views.undo_contact, name="take_back"),
    path("outreach/contacts/<uuid:contact_id>/note/", views.write_note, name="write_note"),
]

register_page(
    Page(name="casework:outreach", label=_("Outreach"), permissions=(Permission.OUTREACH_DO,), position=30)
)
