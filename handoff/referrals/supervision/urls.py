"""URLs of the supervising officer's pages under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.referrals.supervision import views

urlpatterns = [
    path("supervision/", views.list_supervision_questions, name="supervision"),
    path("supervision/<uuid:asked_id>/", views.answer_supervision, name="answer_supervision"),
]

register_page(
    Page(
        name="referrals:supervision",
        label=_("Questions to your office"),
        permissions=(Permission.SUPERVISION_ANSWER,),
        position=24,
        group=Group.REFERRALS,
    )
)
