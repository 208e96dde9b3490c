"""Whether an account that a manager made or reset is in its owner's hands yet."""

from django.db.models import Max

from handoff.accounts.models import Invitation, User
from handoff.accounts.queries import unvouched_issues


def has_taken_over(user: User) -> bool:
    """Whether someone has signed in since each thing that no other manager vouched for yet, and no link is left open:
    before that there is no owner who could have said to anyone that the account is theirs.
    """
    newest = unvouched_issues(user).aggregate(newest=Max("issued_at"))["newest"]
    if user.last_seen_at is None or (newest is not None and user.last_seen_at < newest):
        return False
    return not Invitation.objects.filter(user=user, used_at__isnull=True).exists()
