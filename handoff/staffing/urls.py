"""URLs under `p/<program>/new-charges/`."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from handoff.core.navigation import Group, Page, register_page
from handoff.staffing import queries, views

app_name = "staffing"
urlpatterns = [
    path("", include("handoff.staffing.imports.urls")),
    path("", include("handoff.staffing.reports.urls")),
    path("", include("handoff.staffing.dispositions.urls")),
    path("new-charges/", views.list_new_charges, name="new_charges"),
    path("new-charges/<uuid:charge_id>/", views.show_new_charge, name="new_charge"),
    path("new-charges/<uuid:charge_id>/view/", views.record_recommendation, name="give_view"),
    path("new-charges/<uuid:charge_id>/decide/", views.decide_charge, name="decide"),
    path("new-charges/<uuid:charge_id>/change/", views.change_decision, name="change_decision"),
]

register_page(
    Page(
        name="staffing:new_charges",
        label=_("New charges"),
        permissions=queries.CHARGE_READERS,
        position=55,
        group=Group.CHARGES,
    )
)
