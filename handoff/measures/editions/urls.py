"""URLs under `p/<program>/figures/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.measures.editions import views

app_name = "editions"
urlpatterns = [
    path("", views.list_editions, name="list"),
    path("new/", views.make_edition, name="make"),
    path("public/", views.show_public_page, name="public"),
    path("<uuid:edition_id>/", views.show_edition, name="show"),
    path("<uuid:edition_id>/publish/", views.publish_edition, name="publish"),
    path("<uuid:edition_id>/withdraw/", views.withdraw_edition, name="withdraw"),
    path("<uuid:edition_id>/file/<slug:kind>/", views.download_edition, name="download"),
    path("<uuid:edition_id>/<slug:measure>/", views.show_measure, name="measure"),
]

register_page(
    Page(
        name="editions:list",
        label=_("Shared figures"),
        permissions=(Permission.FIGURES_READ,),
        position=70,
        group=Group.PROGRAM,
    )
)
