"""Addresses under `p/<program>/`: the criteria."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Page, add_page
from handoff.eligibility.views import criteria

app_name = "eligibility"
urlpatterns = [
    path("criteria/", criteria.criteria, name="criteria"),
    path("criteria/edit/", criteria.edit_criteria, name="edit_criteria"),
    path("criteria/<uuid:version_id>/", criteria.version, name="version"),
    path("criteria/<uuid:version_id>/propose/", criteria.propose, name="propose"),
    path("criteria/<uuid:version_id>/withdraw/", criteria.withdraw, name="withdraw"),
    path("criteria/<uuid:version_id>/approve/", criteria.approve, name="approve"),
]

add_page(
    Page(
        name="eligibility:criteria", label=_("Criteria"), permissions=(Permission.CRITERIA_READ,), position=60
    )
)
