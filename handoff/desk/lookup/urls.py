"""URLs under `p/<program>/lookup/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.desk.lookup import views

app_name = "lookup"
urlpatterns = [
    path("", views.look_up, name="ask"),
    path("referral/<uuid:draft_id>/", views.look_up_referred, name="referral"),
]

register_page(
    Page(
        name="lookup:ask",
        label=_("Lookup"),
        permissions=(Permission.LOOKUP_ASK,),
        position=15,
        group=Group.REFERRALS,
    )
)
