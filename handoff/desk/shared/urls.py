"""URLs under `p/<program>/shared/`: people shared with a partner agency."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.desk.shared import views

app_name = "shared"
urlpatterns = [
    path("", views.list_shared_people, name="people"),
    path("workbook/", views.download_workbook, name="workbook"),
    path("paper/", views.download_pdf, name="paper"),
    path("<uuid:person_id>/", views.show_shared_person, name="person"),
]

register_page(
    Page(
        name="shared:people",
        label=_("Shared with us"),
        permissions=(Permission.SHARED_READ,),
        position=16,
        group=Group.PEOPLE,
    )
)
