"""URLs under `p/<program>/database/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.measures.database import views

app_name = "database"
urlpatterns = [
    path("", views.show_database, name="database"),
    path("participants.<slug:kind>", views.download_database, name="download"),
    path("views/<uuid:view_id>/delete/", views.delete_view, name="delete_view"),
]

register_page(
    Page(
        name="database:database",
        label=_("Participant database"),
        permissions=(Permission.RECORDS_EXPORT,),
        position=42,
        group=Group.PEOPLE,
    )
)
