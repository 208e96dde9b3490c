"""URLs of staffing meetings, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.staffing.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.list_meetings, name="list"),
    path("meetings/rhythm/", views.set_rhythm, name="rhythm"),
    path("meetings/facilitator/", views.choose_facilitator, name="duty"),
    path("meetings/add/", views.add_meeting, name="add"),
    path("meetings/<uuid:meeting_id>/", views.show_meeting, name="show"),
    path("meetings/<uuid:meeting_id>/change/", views.change_meeting, name="change"),
    path("meetings/<uuid:meeting_id>/confirm/", views.confirm_meeting, name="confirm"),
    path("meetings/<uuid:meeting_id>/cancel/", views.cancel_meeting, name="cancel"),
    path("meetings/<uuid:meeting_id>/attendees/", views.choose_attendees, name="attendees"),
    path("meetings/<uuid:meeting_id>/attendance/", views.record_attendance, name="attendance"),
]

register_page(
    Page(
        name="meetings:list",
        label=_("Staffing meetings"),
        permissions=(Permission.MEETINGS_ATTEND,),
        position=46,
        group=Group.PEOPLE,
    )
)
