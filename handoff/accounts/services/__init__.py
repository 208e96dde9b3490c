"""Everything that changes an account, a role or a session."""

from handoff.accounts.inputs import UserInput
from handoff.accounts.services.covers import cover_role, end_cover
from handoff.accounts.services.second_person import confirm_role, vouch_for_account
from handoff.accounts.services.users import (
    add_member,
    change_password,
    delete_expired_sessions_and_tries,
    disable_unused_accounts,
    end_all_sessions,
    end_membership,
    grant_role,
    link_agency_account,
    publish_agreement,
    set_account_active,
    set_preferences,
    sign_agreement,
    unlock_account,
)

__all__ = [
    "UserInput",
    "add_member",
    "change_password",
    "confirm_role",
    "cover_role",
    "delete_expired_sessions_and_tries",
    "disable_unused_accounts",
    "end_all_sessions",
    "end_cover",
    "end_membership",
    "grant_role",
    "link_agency_account",
    "publish_agreement",
    "set_account_active",
    "set_preferences",
    "sign_agreement",
    "unlock_account",
    "vouch_for_account",
]
