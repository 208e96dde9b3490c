"""URLs of summaries of participation, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.core.navigation import Group, Page, register_page
from handoff.staffing.summaries import views
from handoff.staffing.summaries.queries import READERS

app_name = "summaries"
urlpatterns = [
    path("people/<uuid:person_id>/summaries/", views.list_summaries, name="list"),
    path("people/<uuid:person_id>/summaries/write/", views.write_summary, name="write"),
    path("summaries/<uuid:summary_id>/words/", views.change_words, name="words"),
    path("summaries/<uuid:summary_id>/sign/", views.sign_summary, name="sign"),
    path("summaries/<uuid:summary_id>/delete/", views.drop_draft, name="drop"),
    path("summaries/<uuid:summary_id>/paper/", views.download_paper, name="paper"),
    path("summaries/", views.list_received, name="received"),
    path("summaries/read/<uuid:received_id>/", views.read_summary, name="read"),
    path("summaries/read/<uuid:received_id>/pdf/", views.download_received, name="pdf"),
]

register_page(
    Page(
        name="summaries:received",
        label=_("Summaries of participation"),
        permissions=READERS,
        position=56,
        group=Group.CHARGES,
    )
)
