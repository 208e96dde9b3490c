"""Everything that changes an account, a role or a session."""

from handoff.accounts.services.users import (
    UserGiven,
    add_member,
    change_password,
    end_all_sessions,
    end_membership,
    forget_what_is_over,
    grant_role,
    issue_password,
    link_with_agency,
    new_password,
    publish_agreement,
    release_account,
    set_account_active,
    set_preferences,
    sign_agreement,
    switch_off_unused_accounts,
)

__all__ = [
    "UserGiven",
    "add_member",
    "change_password",
    "end_all_sessions",
    "end_membership",
    "forget_what_is_over",
    "grant_role",
    "issue_password",
    "link_with_agency",
    "new_password",
    "publish_agreement",
    "release_account",
    "set_account_active",
    "set_preferences",
    "sign_agreement",
    "switch_off_unused_accounts",
]
