"""Addresses under `p/<program>/opportunity/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.opportunity import views

app_name = "opportunity"
urlpatterns = [
    path("", views.analyze_list, name="opportunity"),
    path("columns/", views.save_columns, name="save_columns"),
    path("figures/", views.download_figures, name="download_figures"),
]

register_page(
    Page(
        name="opportunity:opportunity",
        label=_("Opportunity"),
        permissions=(Permission.OPPORTUNITY_RUN,),
        position=70,
        group=Group.PROGRAM,
    )
)
