"""URLs under `p/<program>/`: the first-run guide, and the launch checklist."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.desk.launch import views

app_name = "launch"
urlpatterns = [
    path("ready/", views.show_guide, name="guide"),
    path("ready/checklist/", views.show_checklist, name="checklist"),
    path("ready/checklist/file/", views.download_checklist, name="download"),
    path("ready/checklist/<slug:preparation>/", views.mark_preparation, name="preparation"),
]

register_page(
    Page(
        name="launch:guide",
        label=_("Get ready"),
        permissions=(Permission.PROGRAM_SETUP,),
        position=79,
        group=Group.PROGRAM,
    )
)
