"""URLs under `p/<program>/measures/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.measures import views

app_name = "measures"
urlpatterns = [
    path("", views.list_measures, name="list"),
    path("months/", views.list_months, name="months"),
    path("months/<str:month>/", views.show_month, name="month"),
    path("months/<str:month>/late/", views.list_late_entries, name="late"),
    path("months/<str:month>/close/", views.close_month, name="close"),
    path("months/<str:month>/file/<slug:kind>/", views.download_month, name="download"),
    path("head-counts/", views.keep_head_counts, name="head_counts"),
    path("<slug:measure>/", views.show_measure, name="show"),
    path("<slug:measure>/records/", views.list_records, name="records"),
]

register_page(
    Page(
        name="measures:list",
        label=_("Measures"),
        permissions=(Permission.MEASURES_READ,),
        position=68,
        group=Group.PROGRAM,
    )
)
register_page(
    Page(
        name="measures:head_counts",
        label=_("Head counts"),
        permissions=(Permission.HEAD_COUNTS_KEEP,),
        position=69,
        group=Group.PROGRAM,
    )
)
