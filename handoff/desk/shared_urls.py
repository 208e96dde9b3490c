"""Addresses under `p/<program>/shared/`: what participants share with an agency at the law side."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Page, add_page
from handoff.desk import shared_views

app_name = "shared"
urlpatterns = [
    path("", shared_views.people, name="people"),
    path("workbook/", shared_views.workbook, name="workbook"),
    path("paper/", shared_views.paper, name="paper"),
    path("<uuid:person_id>/", shared_views.person, name="person"),
]

add_page(
    Page(name="shared:people", label=_("Shared with us"), permissions=(Permission.SHARED_READ,), position=16)
)
