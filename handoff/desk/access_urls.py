"""Addresses under `p/<program>/access/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Page, add_page
from handoff.desk import access_views

app_name = "access"
urlpatterns = [
    path("", access_views.trail, name="trail"),
    path("file/<slug:kind>/", access_views.trail_file, name="file"),
    path("users/<uuid:user_id>/", access_views.user_access, name="user"),
    path("review/", access_views.review_weeks, name="reviews"),
    path("review/<slug:week>/", access_views.review_week, name="review"),
]

add_page(Page(name="access:trail", label=_("Audit trail"), permissions=(Permission.AUDIT_READ,), position=92))
