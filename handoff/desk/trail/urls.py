"""URLs under `p/<program>/access/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.desk.trail.views import review, trail

app_name = "access"
urlpatterns = [
    path("", trail.show_trail, name="trail"),
    path("file/<slug:kind>/", trail.download_trail, name="file"),
    path("users/<uuid:user_id>/", trail.show_user_access, name="user"),
    path("review/", review.list_review_weeks, name="reviews"),
    path("review/<slug:week>/", review.review_access_week, name="review"),
]

register_page(
    Page(
        name="access:trail",
        label=_("Audit log"),
        permissions=(Permission.AUDIT_READ,),
        position=92,
        group=Group.RECORDS,
    )
)
