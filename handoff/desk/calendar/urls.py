"""URLs of the calendar, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.desk.calendar import views

app_name = "calendar"
urlpatterns = [
    path("calendar/", views.show_week, name="week"),
    path("calendar/phone/", views.show_feed, name="feed"),
    path("calendar/phone/make/", views.make_feed, name="make_feed"),
    path("calendar/phone/stop/", views.stop_feed, name="stop_feed"),
    path("feed/<str:secret>/calendar.ics", views.read_feed, name="read_feed"),
]

register_page(
    Page(
        name="calendar:week",
        label=_("Calendar"),
        permissions=(Permission.OUTREACH_DO,),
        position=44,
        group=Group.PEOPLE,
    )
)
