"""URLs of the shift handover, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.desk.shift import views

app_name = "shift"
urlpatterns = [
    path("shift/", views.show_shift, name="show"),
    path("shift/read/", views.mark_read, name="mark_read"),
]

register_page(
    Page(
        name="shift:show",
        label=_("Since the last shift"),
        permissions=(Permission.OUTREACH_DO,),
        position=43,
        group=Group.PEOPLE,
    )
)
