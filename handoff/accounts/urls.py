"""URLs of accounts: at the root a user's own pages, under `p/<program>/` the program's accounts."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.accounts.first_run import views as first_run
from handoff.accounts.views import agreement, factors, keys, members, on_call, own, sign_in, typed
from handoff.core.navigation import Group, Page, register_page

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/second/", sign_in.second_factor, name="second_factor"),
    path("sign-in/passkey/", sign_in.passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/agency/", sign_in.start_agency_sign_in, name="agency_start"),
    path("sign-in/set-up/", factors.choose_factor, name="set_up"),
    path("sign-in/again/", factors.reauthenticate, name="prove"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("invitation/<slug:token>/", sign_in.show_invitation, name="invitation"),
    path("first-run/<slug:token>/", first_run.first_run, name="first_run"),
    path("settings/code/", factors.add_code, name="add_code"),
    path("settings/passkey/", factors.add_passkey, name="add_passkey"),
    path("settings/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("settings/factors/remove/", factors.remove_factor, name="remove_factor"),
    path("settings/sessions/end/", factors.end_session, name="end_session"),
    path("settings/", own.own_settings, name="settings"),
    path("settings/password/", own.change_password, name="change_password"),
    path("settings/colors/", own.set_theme, name="set_theme"),
    path("settings/stay/", typed.stay_signed_in, name="stay_signed_in"),
    path("p/<slug:program>/typed/", typed.keep_typed, name="keep_typed"),
    path("p/<slug:program>/typed/drop/", typed.drop_typed, name="drop_typed"),
    path("p/<slug:program>/agreement/", agreement.sign_agreement, name="sign_agreement"),
    path("p/<slug:program>/agreement/new/", agreement.publish_agreement, name="publish_agreement"),
    path("p/<slug:program>/accounts/programs/new/", first_run.add_program, name="add_program"),
    path("p/<slug:program>/roles/", members.show_roles, name="roles"),
    path("p/<slug:program>/accounts/", members.list_members, name="members"),
    path("p/<slug:program>/accounts/new/", members.add_member, name="add_member"),
    path("p/<slug:program>/accounts/<uuid:user_id>/", members.show_member, name="member"),
    path("p/<slug:program>/accounts/<uuid:user_id>/end/<slug:role>/", members.end_role, name="end_role"),
    path("p/<slug:program>/accounts/<uuid:user_id>/switch/", members.switch_account, name="switch_account"),
    path(
        "p/<slug:program>/accounts/<uuid:user_id>/confirm/<slug:role>/",
        members.confirm_role,
        name="confirm_role",
    ),
    path("p/<slug:program>/accounts/<uuid:user_id>/vouch/", keys.vouch_for_account, name="vouch"),
    path("p/<slug:program>/accounts/<uuid:user_id>/invitation/", keys.send_invitation, name="invite"),
    path("p/<slug:program>/accounts/<uuid:user_id>/release/", keys.unlock_account, name="release"),
    path("p/<slug:program>/accounts/<uuid:user_id>/sign-out/", keys.end_sessions, name="end_sessions"),
    path("p/<slug:program>/accounts/<uuid:user_id>/factors/", keys.reset_factors, name="reset_factors"),
    path(
        "p/<slug:program>/accounts/<uuid:user_id>/agency/", keys.link_agency_account, name="link_with_agency"
    ),
    path("p/<slug:program>/setup/on-call/", on_call.show_roster, name="on_call"),
    path("p/<slug:program>/setup/on-call/remove/", on_call.remove_shift, name="remove_shift"),
]

register_page(
    Page(
        name="accounts:members",
        label=_("Accounts"),
        permissions=(Permission.ACCOUNTS_MANAGE,),
        position=90,
        group=Group.PROGRAM,
    )
)
