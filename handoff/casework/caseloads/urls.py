"""URLs of caseloads and of how often to be in touch, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.casework.caseloads import views
from handoff.core.navigation import Group, Page, register_page

app_name = "caseloads"
urlpatterns = [
    path("caseloads/", views.show_caseloads, name="list"),
    path("caseloads/unassigned/", views.assign_people, name="unassigned"),
    path("caseloads/<uuid:user_id>/", views.move_people, name="worker"),
    path("caseloads/<uuid:user_id>/reason/", views.record_reason, name="reason"),
    path("caseloads/<uuid:user_id>/time/", views.set_working_time, name="working_time"),
    path("people/<uuid:person_id>/contact-plan/", views.set_contact_plan, name="contact_plan"),
]

register_page(
    Page(
        name="caseloads:list",
        label=_("Caseloads"),
        permissions=(Permission.CASELOADS_MANAGE,),
        position=45,
        group=Group.PEOPLE,
    )
)
