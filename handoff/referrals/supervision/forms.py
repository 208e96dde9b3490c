"""The supervising officer's answer."""

from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, TilesField
from handoff.core.instructions import InstructedForm
from handoff.referrals.supervision.queries import Answer


class SupervisionAnswerForm(Form):
    instructed = InstructedForm("supervision-answer", _("Referral: the supervising officer's answer"))

    answer = TilesField(
        label=_("Do you agree that they're offered the program?"),
        choices=[
            (Answer.AGREES, _("I agree")),
            (Answer.DISAGREES, _("I don't agree")),
            (Answer.NOT_OURS, _("Our office doesn't supervise them")),
        ],
    )
