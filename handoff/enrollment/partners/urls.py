"""URLs of a 24-hour partner's pages under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.enrollment.partners import views

urlpatterns = [
    path("handoffs/", views.list_partner_handoffs, name="partner_handoffs"),
    path("handoffs/<uuid:referral_id>/", views.show_partner_handoff, name="partner_handoff"),
    path("handoffs/<uuid:referral_id>/take-over/", views.take_over, name="take_over"),
    path(
        "handoffs/<uuid:referral_id>/intake/<slug:key>/", views.answer_partner_section, name="partner_section"
    ),
    path("handoffs/<uuid:referral_id>/<slug:act>/", views.act_on_partner_handoff, name="partner_act"),
]

register_page(
    Page(
        name="enrollment:partner_handoffs",
        label=_("Handoffs to you"),
        permissions=(Permission.HANDOFF_TAKE,),
        position=23,
        group=Group.REFERRALS,
    )
)
