"""URLs of an agency that participants are referred to, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.casework.providers import views
from handoff.core.navigation import Group, Page, register_page

app_name = "providers"
urlpatterns = [
    path("asked/", views.list_asked, name="list"),
    path("asked/<uuid:service_referral_id>/", views.show_asked, name="show"),
]

register_page(
    Page(
        name="providers:list",
        label=_("Referred to your services"),
        permissions=(Permission.SERVICES_ANSWER,),
        position=17,
        group=Group.PEOPLE,
    )
)
