"""URLs of funds, the list of supplies, and help handed out, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.casework.supplies.views import funds, help_given, items
from handoff.core.navigation import Group, Page, register_page

app_name = "supplies"
urlpatterns = [
    path("people/<uuid:person_id>/help/", help_given.list_help, name="help"),
    path("help/<uuid:help_id>/correct/", help_given.correct_help, name="correct"),
    path("help/<uuid:help_id>/fund/", help_given.charge_help, name="charge"),
    path("funds/", funds.list_funds, name="funds"),
    path("funds/new/", funds.open_fund, name="open_fund"),
    path("funds/<uuid:fund_id>/", funds.show_fund, name="fund"),
    path("funds/<uuid:fund_id>/received/", funds.receive_money, name="receive"),
    path("funds/<uuid:fund_id>/close/", funds.close_fund, name="close_fund"),
    path("funds/<uuid:fund_id>/open/", funds.reopen_fund, name="reopen_fund"),
    path("funds/<uuid:fund_id>/entries.<str:kind>", funds.download_entries, name="download"),
    path("funds/entries/<uuid:entry_id>/", funds.reverse_received, name="reverse"),
    path("supplies/", items.list_items, name="items"),
    path("supplies/new/", items.add_item, name="add_item"),
    path("supplies/<uuid:item_id>/", items.change_item, name="change_item"),
    path("supplies/<uuid:item_id>/retire/", items.retire_item, name="retire_item"),
]

register_page(
    Page(
        name="supplies:funds",
        label=_("Funds"),
        permissions=(Permission.FUNDS_MANAGE,),
        position=47,
        group=Group.PEOPLE,
    )
)
