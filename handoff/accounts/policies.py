"""Who may change accounts, and when. Each check raises Refused with the reason."""

from datetime import date, datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import OUTSIDE, ROLES, RoleName, Side
from handoff.accounts.models import (
    KINDS_OF_ROLE,
    AgreementSignature,
    ConfidentialityAgreement,
    Invitation,
    Membership,
    User,
)
from handoff.accounts.queries import (
    find_user_by_username,
    is_locked,
    is_or_was_member,
    memberships_on,
)
from handoff.accounts.queries.two_people import are_two_people, programs_outside_authority, unvouched_issues
from handoff.core.refusals import Refused
from handoff.programs.models import Agency, Program


def check_can_manage_accounts(actor: Actor) -> None:
    """Only program managers and site administrators grant or end roles."""
    if not actor.can(Permission.ACCOUNTS_MANAGE):
        raise Refused(_("Only a program manager or site administrator can change accounts."))


def check_can_grant_role(actor: Actor, user: User, role: str, on: date) -> None:
    """A role is granted once, and no one grants a role to themselves."""
    check_can_manage_accounts(actor)
    if role not in set(RoleName):
        raise Refused(_("That role doesn't exist."))
    if user.pk == actor.user_id:
        raise Refused(_("You can't assign yourself a role. Ask another manager."))
    if Membership.objects.filter(
        user=user, program_id=actor.program_id, role=RoleName(role), ends_on__isnull=True
    ).exists():
        raise Refused(_("This person already has that role."))


def check_agency_fits(role: str, agency: Agency | None, program_id: int) -> None:
    """A role is held for a partner of the role's kind in this program; program staff may belong to none (P8)."""
    if agency is not None and agency.program_id != program_id:
        raise Refused(_("That partner belongs to another program."))
    name = RoleName(role)
    if agency is None:
        if ROLES[name].side != Side.PROGRAM:
            raise Refused(_("Choose the partner organization for this role."))
        return
    kinds = KINDS_OF_ROLE.get(name)
    if kinds is not None and agency.kind not in kinds:
        raise Refused(
            _("%(agency)s can't have this role. It's only for: %(kinds)s.")
            % {
                "agency": agency.name,
                "kinds": ", ".join(str(Agency.Kind(each).label) for each in sorted(kinds)),
            }
        )


def check_sides_stay_apart(user: User, role: str, program_id: int, on: date) -> None:
    """No account of one program both opens people's records and belongs to police, a court or another partner (P8)."""
    # A cover has its last day from the start, and counts until then.
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    held = Membership.objects.filter(lasts, user=user, program_id=program_id)
    roles = {ROLES[RoleName(each)] for each in [role, *held.values_list("role", flat=True)]}
    if any(each.side in OUTSIDE for each in roles) and any(
        Permission.PARTICIPANT_READ in each.permissions for each in roles
    ):
        raise Refused(
            _(
                "One account can't open people's records and also work for law enforcement or another partner. "
                "Remove the other role first."
            )
        )


def check_name_is_free(username: str) -> None:
    """A user name belongs to one person, in upper or lower case."""
    if find_user_by_username(username) is not None:
        raise Refused(
            _(
                "That user name is taken. If it's the same person, enter their full name as it "
                "appears on their account. If not, choose another user name."
            )
        )


def check_can_change_account(actor: Actor, user: User, on: date) -> None:
    """Disabling an account or resetting its password is for someone else who manages accounts everywhere it is used."""
    check_can_manage_accounts(actor)
    if user.pk == actor.user_id:
        raise Refused(_("You can't change your own account here. Ask another manager."))
    # Past members count, so that an account can still be disabled after its roles have ended.
    if not is_or_was_member(user, actor.program_id):
        raise Refused(_("This account has no role in this program."))
    # One program's manager must not lock a user out of another program.
    if programs_outside_authority(actor, user, on):
        raise Refused(_("This account is also used in another program. Remove its roles here instead."))


def check_can_release_account(actor: Actor, user: User, at: datetime) -> None:
    """A locked account is unlocked by another user who manages accounts where it has a role."""
    check_can_manage_accounts(actor)
    if user.pk == actor.user_id:
        raise Refused(_("You can't change your own account here. Ask another manager."))
    if not is_or_was_member(user, actor.program_id):
        raise Refused(_("This account has no role in this program."))
    if not is_locked(user.username, at):
        raise Refused(_("This account isn't locked."))


def check_subject_is_free(subject: str, user: User) -> None:
    """A subject of the agency's provider belongs to one account."""
    if subject and User.objects.filter(oidc_subject=subject).exclude(pk=user.pk).exists():
        raise Refused(_("Another account is already linked to this ID."))


def check_is_second_person(actor: Actor, first_id: int | None, refusal: str) -> None:
    """The second of two people: someone else, and neither has made or reset the other's account."""
    if actor.user_id is None or actor.user_id == first_id:
        raise Refused(refusal)
    if first_id is not None and not are_two_people(actor.user_id, first_id):
        raise Refused(
            _(
                "One of you created or reset the other's account, or the same manager did both. That doesn't "
                "count as two people until another manager confirms the account."
            )
        )


def check_can_cover(actor: Actor, user: User, covered: User, role: str, days: tuple[date, date]) -> None:
    """A role is covered for someone who holds it on the first day, by a colleague, on days in order."""
    check_can_manage_accounts(actor)
    first, after = days
    held = memberships_on(first).filter(user=covered, program_id=actor.program_id, role=role)
    if user.pk == covered.pk or first >= after or not held.filter(covers_id__isnull=True).exists():
        raise Refused(_("Choose a colleague to cover a role of someone who is away."))
    theirs = Membership.objects.filter(user=user, program_id=actor.program_id, role=role)
    if theirs.filter(starts_on__lt=after, ends_on__gt=first).exists():
        raise Refused(_("They already have this role on some of these days."))


def check_has_days(membership: Membership) -> None:
    """A cover that would start after it ends is none: without a second manager a role starts after some days."""
    if membership.ends_on is not None and membership.starts_on >= membership.ends_on:
        raise Refused(
            _(
                "Without a second manager to confirm it, this role starts in three days, and the leave is over by "
                "then. Plan it earlier, or add a second manager."
            )
        )


def check_can_end_cover(actor: Actor, membership: Membership) -> None:
    """A cover is ended by who manages accounts, whoever covers included: they give back what isn't theirs."""
    check_can_manage_accounts(actor)
    if membership.program_id != actor.program_id or membership.covers_id is None:
        raise Refused(_("That role belongs to another program."))


def check_can_confirm_role(actor: Actor, membership: Membership, on: date) -> None:
    """A second manager confirms a role that opens people's records, while it has days left."""
    check_can_manage_accounts(actor)
    if membership.program_id != actor.program_id:
        raise Refused(_("That role belongs to another program."))
    if not membership.waits_for_confirmation or (membership.ends_on and membership.ends_on <= on):
        raise Refused(_("That role isn't waiting for confirmation."))
    if actor.user_id == membership.user_id:
        raise Refused(_("You can't change your own account here. Ask another manager."))
    check_is_second_person(
        actor, membership.granted_by_id, _("You assigned this role. Another manager must confirm it.")
    )


def has_taken_over(user: User) -> bool:
    """Whether someone has signed in since each thing that no other manager vouched for yet, and no link is left open:
    before that there is no owner who could have said to anyone that the account is theirs.
    """
    newest = unvouched_issues(user).aggregate(newest=Max("issued_at"))["newest"]
    if user.last_seen_at is None or (newest is not None and user.last_seen_at < newest):
        return False
    return not Invitation.objects.filter(user=user, used_at__isnull=True).exists()


def check_can_vouch(actor: Actor, user: User) -> None:
    """Another manager confirms that an account is in its owner's hands."""
    check_can_manage_accounts(actor)
    if actor.user_id == user.pk:
        raise Refused(_("You can't change your own account here. Ask another manager."))
    if not is_or_was_member(user, actor.program_id):
        raise Refused(_("This account has no role in this program."))
    issuers = set(unvouched_issues(user).values_list("issued_by_id", flat=True))
    if not issuers:
        raise Refused(_("This account is already confirmed."))
    for issuer in issuers:
        check_is_second_person(
            actor, issuer, _("You created or reset this account. Another manager must confirm it.")
        )
    if not has_taken_over(user):
        raise Refused(
            _(
                "Its owner hasn't opened the link and signed in since this account was created or reset. "
                "Confirm it after that."
            )
        )


def check_has_known_address(user: User) -> None:
    """A link goes to the owner alone, at the address of the account."""
    if not user.email:
        raise Refused(
            _(
                "This account has no email address, so there's nowhere to send the link. Turn it off, and add "
                "a new account with an email address."
            )
        )


def check_can_plan_departure(actor: Actor, program: Program, user: User, stand_in: User | None) -> None:
    """A manager plans who takes over from a member: another member of the program."""
    check_can_manage_accounts(actor)
    if actor.program_id != program.pk or not is_or_was_member(user, program.pk):
        raise Refused(_("That account belongs to another program."))
    if stand_in is None:
        return
    if stand_in.pk == user.pk:
        raise Refused(_("Choose someone else to take over."))
    if not is_or_was_member(stand_in, program.pk) or not stand_in.is_active:
        raise Refused(_("Add an account with a role for whoever takes over first."))


def check_can_end_membership(actor: Actor, membership: Membership, on: date) -> None:
    """A role is ended by another user, once."""
    check_can_manage_accounts(actor)
    if membership.program_id != actor.program_id:
        raise Refused(_("That role belongs to another program."))
    if membership.user_id == actor.user_id:
        raise Refused(_("You can't remove your own role. Ask another manager."))
    if not membership.can_be_removed(on):
        raise Refused(_("That role was already removed."))


def check_can_sign_agreement(
    agreement: ConfidentialityAgreement | None,
    user: User,
    typed_name: str,
    at: datetime,
    number: int | None = None,
) -> None:
    """The current version is signed once, with the signer's own name."""
    if agreement is None or agreement.effective_at > at:
        raise Refused(_("There's no confidentiality agreement to sign yet. Contact your program manager."))
    # The page may have been open while a newer version was published.
    if number is not None and number != agreement.number:
        raise Refused(_("A newer agreement was published while you were reading. Read and sign that one."))
    if typed_name.casefold().split() != user.full_name.casefold().split():
        raise Refused(_("Type your name as it appears on your account: %(name)s.") % {"name": user.full_name})
    if AgreementSignature.objects.filter(agreement=agreement, user=user).exists():
        raise Refused(_("You've already signed this agreement."))
