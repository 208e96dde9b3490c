"""Addresses of accounts: at the root what is one's own, under `p/<program>/` the people at its table."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.accounts.views import agreement, members, on_call, own
from handoff.core.navigation import Page, add_page

app_name = "accounts"
urlpatterns = [
    path("sign-in/", own.sign_in, name="sign_in"),
    path("sign-out/", own.sign_out, name="sign_out"),
    path("settings/", own.own_settings, name="settings"),
    path("settings/password/", own.change_password, name="change_password"),
    path("settings/colors/", own.set_theme, name="set_theme"),
    path("p/<slug:program>/agreement/", agreement.sign_agreement, name="sign_agreement"),
    path("p/<slug:program>/agreement/new/", agreement.publish_agreement, name="publish_agreement"),
    path("p/<slug:program>/roles/", members.roles, name="roles"),
    path("p/<slug:program>/accounts/", members.members, name="members"),
    path("p/<slug:program>/accounts/new/", members.add_member, name="add_member"),
    path("p/<slug:program>/accounts/<uuid:user_id>/", members.member, name="member"),
    path("p/<slug:program>/accounts/<uuid:user_id>/end/<slug:role>/", members.end_role, name="end_role"),
    path("p/<slug:program>/accounts/<uuid:user_id>/switch/", members.switch_account, name="switch_account"),
    path("p/<slug:program>/accounts/<uuid:user_id>/password/", members.issue_password, name="issue_password"),
    path("p/<slug:program>/setup/on-call/", on_call.roster, name="on_call"),
    path("p/<slug:program>/setup/on-call/remove/", on_call.remove_shift, name="remove_shift"),
]

add_page(
    Page(name="accounts:members", label=_("Accounts"), permissions=(Permission.ACCOUNTS_MANAGE,), position=90)
)
