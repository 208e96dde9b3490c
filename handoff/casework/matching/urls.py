"""URLs of matching, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.casework.matching import views
from handoff.core.navigation import Group, Page, register_page

app_name = "matching"
urlpatterns = [
    path("about-me/", views.edit_profile, name="profile"),
    path("about-me/remove/", views.remove_profile, name="remove_profile"),
    path("people/<uuid:person_id>/worker-wish/", views.record_wish, name="wish"),
    path("people/<uuid:person_id>/worker/", views.choose_worker, name="choose"),
]

register_page(
    Page(
        name="matching:profile",
        label=_("About me"),
        permissions=(Permission.OUTREACH_DO,),
        position=95,
        group=Group.PEOPLE,
    )
)
