"""URLs of the criteria under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.eligibility import views

app_name = "eligibility"
urlpatterns = [
    path("criteria/", views.criteria, name="criteria"),
    path("criteria/edit/", views.edit_criteria, name="edit_criteria"),
    path("criteria/<uuid:version_id>/", views.version, name="version"),
    path("criteria/<uuid:version_id>/propose/", views.propose, name="propose"),
    path("criteria/<uuid:version_id>/withdraw/", views.withdraw, name="withdraw"),
    path("criteria/<uuid:version_id>/approve/", views.approve, name="approve"),
    path("criteria/<uuid:version_id>/read/", views.read_criteria, name="read"),
]

register_page(
    Page(
        name="eligibility:criteria",
        label=_("Criteria"),
        permissions=(Permission.CRITERIA_READ,),
        position=60,
        group=Group.PROGRAM,
    )
)
