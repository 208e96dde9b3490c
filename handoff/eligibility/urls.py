"""Addresses under `p/<program>/`: the criteria and the opportunity analysis."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Page, add_page
from handoff.eligibility.views import criteria, opportunity

app_name = "eligibility"
urlpatterns = [
    path("criteria/", criteria.criteria, name="criteria"),
    path("criteria/edit/", criteria.edit_criteria, name="edit_criteria"),
    path("criteria/<uuid:version_id>/", criteria.version, name="version"),
    path("criteria/<uuid:version_id>/propose/", criteria.propose, name="propose"),
    path("criteria/<uuid:version_id>/withdraw/", criteria.withdraw, name="withdraw"),
    path("criteria/<uuid:version_id>/approve/", criteria.approve, name="approve"),
    path("opportunity/", opportunity.opportunity, name="opportunity"),
    path("opportunity/columns/", opportunity.save_columns, name="save_columns"),
    path("opportunity/figures/", opportunity.download_figures, name="download_figures"),
]

add_page(
    Page(
        name="eligibility:criteria", label=_("Criteria"), permissions=(Permission.CRITERIA_READ,), position=60
    )
)
add_page(
    Page(
        name="eligibility:opportunity",
        label=_("Opportunity"),
        permissions=(Permission.OPPORTUNITY_RUN,),
        position=70,
    )
)
