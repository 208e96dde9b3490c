"""URLs under `p/<program>/`."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.enrollment.links import views as links
from handoff.enrollment.views import ask, intakes, status

app_name = "enrollment"
urlpatterns = [
    path("intakes/", intakes.list_waiting_intakes, name="waiting"),
    path("intakes/start/<uuid:referral_id>/", intakes.start_intake, name="start"),
    path("intakes/ask/<uuid:referral_id>/", ask.ask_to_report, name="ask"),
    path("intakes/ask/<uuid:referral_id>/link/", links.make_link, name="link"),
    path("answer/<str:token>/", links.answer, name="answer"),
    path("intakes/window/<uuid:referral_id>/", intakes.extend_deadline, name="extend"),
    path("intakes/<uuid:intake_id>/", intakes.show_intake, name="intake"),
    path("intakes/<uuid:intake_id>/appointment/", intakes.book_intake, name="book"),
    path("intakes/<uuid:intake_id>/complete/", intakes.complete_intake, name="complete"),
    path("intakes/<uuid:intake_id>/report/", intakes.report_intake, name="report"),
    path("intakes/<uuid:intake_id>/<slug:key>/", intakes.answer_section, name="section"),
    path("people/<uuid:person_id>/status/", status.change_status, name="status"),
    path("people/<uuid:person_id>/status/active/", status.make_active, name="make_active"),
    path("", include("handoff.enrollment.partners.urls")),
]

register_page(
    Page(
        name="enrollment:waiting",
        label=_("Intakes"),
        permissions=(Permission.INTAKE_DO,),
        position=35,
        group=Group.PEOPLE,
    )
)
