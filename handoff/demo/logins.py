"""The sign-in lines printed by `handoff demo`."""

from collections.abc import Iterator

from django.urls import reverse

from handoff.access.roles import ROLES, RoleName
from handoff.accounts.definitions import DEMO_PASSWORD
from handoff.accounts.queries import demo_logins

PAGE_OF = {
    RoleName.OFFICER: "referrals:own",
    RoleName.LAW_LEADER: "eligibility:criteria",
    RoleName.DISTRICT_ATTORNEY: "referrals:exceptions",
    RoleName.PEER_SUPPORT: "casework:outreach",
    RoleName.CASE_MANAGER: "enrollment:waiting",
}


def login_lines() -> Iterator[str]:
    """One line per role: user name, role, and the URL of its first page."""
    logins = demo_logins()
    wide = max((len(each.user.username) for each in logins), default=0)
    yield f"Sign in with one of these accounts. Every password is: {DEMO_PASSWORD}"
    for each in logins:
        role = ROLES[RoleName(each.role)]
        yield f"  {each.user.username:<{wide}}  {role.title!s:<32}  {page_of(each.role, each.program.slug)}"


def page_of(role: str, slug: str) -> str:
    name = PAGE_OF.get(RoleName(role), "home:home")
    return reverse(name, args=[slug])
