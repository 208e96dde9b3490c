"""The supervising officer's answer."""

from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, TilesField
from handoff.referrals.supervision.queries import Answer


class SupervisionAnswerForm(Form):
    answer = TilesField(
        label=_("Do you agree that they're offered the program?"),
        choices=[
            (Answer.AGREES, _("I agree")),
            (Answer.DISAGREES, _("I don't agree")),
            (Answer.NOT_OURS, _("Our office doesn't supervise them")),
        ],
    )
