"""Addresses under `p/<program>/shared/`: what participants share with an agency at the law side."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Page, add_page
from handoff.desk.shared import views

app_name = "shared"
urlpatterns = [
    path("", views.people, name="people"),
    path("workbook/", views.workbook, name="workbook"),
    path("paper/", views.paper, name="paper"),
    path("<uuid:person_id>/", views.person, name="person"),
]

add_page(
    Page(name="shared:people", label=_("Shared with us"), permissions=(Permission.SHARED_READ,), position=16)
)
