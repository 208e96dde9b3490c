"""URLs under `p/<program>/new-charges/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.core.navigation import Page, register_page
from handoff.staffing import queries, views

app_name = "staffing"
urlpatterns = [
    path("new-charges/", views.list_new_charges, name="new_charges"),
    path("new-charges/bring/", views.report_charge, name="bring"),
    path("new-charges/<uuid:charge_id>/", views.show_new_charge, name="new_charge"),
    path("new-charges/<uuid:charge_id>/view/", views.record_recommendation, name="give_view"),
    path("new-charges/<uuid:charge_id>/decide/", views.decide_charge, name="decide"),
]

register_page(
    Page(
        name="staffing:new_charges",
        label=_("New charges"),
        permissions=queries.CHARGE_READERS,
        position=55,
    )
)
