"""URLs of handover plans, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.casework.turnover import views
from handoff.core.navigation import Group, Page, register_page

app_name = "turnover"
urlpatterns = [
    path("handovers/", views.list_plans, name="list"),
    path("handovers/new/", views.plan_handover, name="new"),
    path("handovers/<uuid:plan_id>/", views.show_plan, name="plan"),
    path("handovers/<uuid:plan_id>/days/", views.change_days, name="days"),
    path("handovers/<uuid:plan_id>/supervision/", views.cover_supervision, name="cover"),
    path("handovers/<uuid:plan_id>/close/", views.close_plan, name="close"),
    path("handovers/<uuid:plan_id>/people/<uuid:person_id>/", views.record_item, name="item"),
    path("handovers/<uuid:plan_id>/people/<uuid:person_id>/card/", views.print_card, name="card"),
]

register_page(
    Page(
        name="turnover:list",
        label=_("Handovers"),
        permissions=(Permission.CASELOADS_MANAGE,),
        position=46,
        group=Group.PEOPLE,
    )
)
