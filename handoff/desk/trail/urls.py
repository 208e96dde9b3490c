"""Addresses under `p/<program>/access/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Page, add_page
from handoff.desk.trail.views import review, trail

app_name = "access"
urlpatterns = [
    path("", trail.trail, name="trail"),
    path("file/<slug:kind>/", trail.trail_file, name="file"),
    path("users/<uuid:user_id>/", trail.user_access, name="user"),
    path("review/", review.review_weeks, name="reviews"),
    path("review/<slug:week>/", review.review_week, name="review"),
]

add_page(Page(name="access:trail", label=_("Audit trail"), permissions=(Permission.AUDIT_READ,), position=92))
