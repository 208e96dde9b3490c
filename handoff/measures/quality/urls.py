"""URLs under `p/<program>/quality/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.measures.quality import views

app_name = "quality"
urlpatterns = [
    path("", views.show_quality, name="quality"),
    path("<slug:check_key>/", views.list_findings, name="findings"),
]

register_page(
    Page(
        name="quality:quality",
        label=_("Data quality"),
        permissions=(Permission.RECORDS_EXPORT,),
        position=43,
        group=Group.PEOPLE,
    )
)
