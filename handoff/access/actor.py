"""Who is acting, in which program, with which roles: plain values that services and policies work with."""

from dataclasses import dataclass, field

from handoff.access.permissions import Permission
from handoff.access.roles import PARTICIPANT_DATA, ROLES, RoleName, Side


@dataclass(frozen=True)
class Actor:
    """One user's roles in one program, loaded anew for each request.

    `agency_ids` are the partner organizations that the roles are held for, and `held_for` says which role for which.
    `user_id` is None for the public page, for scheduled jobs, and for the person who is asked by a one-time link
    (`is_person`, ADR 0045).
    """

    user_id: int | None
    program_id: int
    username: str
    roles: frozenset[RoleName]
    agency_ids: frozenset[int] = frozenset()
    held_for: frozenset[tuple[RoleName, int]] = frozenset()
    agreement_signed: bool = False
    address: str = ""
    is_person: bool = False
    permissions: frozenset[Permission] = field(init=False)

    def __post_init__(self) -> None:
        granted: frozenset[Permission] = frozenset().union(*(ROLES[role].permissions for role in self.roles))
        object.__setattr__(self, "permissions", granted)

    def can(self, permission: Permission) -> bool:
        """True if a role carries the permission and, where it opens participant data, the agreement is signed."""
        if permission in PARTICIPANT_DATA and not self.agreement_signed:
            return False
        return permission in self.permissions

    def agencies_with(self, permission: Permission) -> frozenset[int]:
        """The organizations that the user has a role for that carries the permission; a role elsewhere adds none."""
        if not self.can(permission):
            return frozenset()
        return frozenset(agency for role, agency in self.held_for if permission in ROLES[role].permissions)

    @property
    def sides(self) -> frozenset[Side]:
        return frozenset(ROLES[role].side for role in self.roles)

    @property
    def on_care_side(self) -> bool:
        """True if care's own notes may be shown: to the care team and program staff, never to the law side."""
        return Permission.PARTICIPANT_READ in self.permissions and self.agreement_signed


def public_actor(program_id: int, address: str = "") -> Actor:
    """The actor of the public referral page: not a user, with no permission at all."""
    return Actor(
        user_id=None, program_id=program_id, username="(public page)", roles=frozenset(), address=address
    )


def person_actor(program_id: int) -> Actor:
    """A referred person who answers about their own referral by a one-time link. Opens no page and no record."""
    return Actor(
        user_id=None, program_id=program_id, username="(the person)", roles=frozenset(), is_person=True
    )


def system_actor(program_id: int) -> Actor:
    """The actor of scheduled jobs."""
    return Actor(user_id=None, program_id=program_id, username="(clock)", roles=frozenset())
