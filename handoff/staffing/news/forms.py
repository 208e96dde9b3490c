"""The form that tells the referrer good news, and the answer with thanks."""

from collections.abc import Sequence
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.core.forms import Form, LongTextField, ThreePartDateField, TilesField
from handoff.core.instructions import InstructedForm
from handoff.core.languages import full_date
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral
from handoff.staffing.models import GoodNews
from handoff.staffing.models.news import MOST_NEWS
from handoff.staffing.news.services import NewsInput


class NewsForm(Form):
    """What a participant wants their referrer to hear."""

    kept_while_typed = True
    instructed = InstructedForm(
        "good-news", gettext_lazy("Good news to whoever referred"), fixed=("referral",)
    )

    referral = TilesField(
        label=gettext_lazy("Who should hear it?"),
        error_messages={"required": gettext_lazy("Choose who should hear it.")},
    )
    words = LongTextField(
        label=gettext_lazy("What may they hear?"),
        max_length=MOST_NEWS,
        rows=3,
        note=gettext_lazy(
            "Read it to the person first. Nothing about health, treatment, substances, places, or contact."
        ),
        error_messages={"required": gettext_lazy("Enter what they agreed to tell.")},
    )
    agreed_on = ThreePartDateField(
        label=gettext_lazy("When did they agree?"),
        error_messages={"required": gettext_lazy("Enter when they agreed.")},
    )

    def __init__(
        self, data: QueryDict | None, *, referrals: Sequence[Referral], names: dict[int, str], today: date
    ) -> None:
        super().__init__(data, initial={"agreed_on": today})
        self.referrals = {str(each.public_id): each for each in referrals}
        self.fields["referral"].choices = [  # type: ignore[attr-defined]
            (key, referrer_text(each, names)) for key, each in self.referrals.items()
        ]

    def news_input(self) -> NewsInput:
        sent = self.cleaned_data
        return NewsInput(self.referrals[sent["referral"]], sent["words"], sent["agreed_on"])


def referrer_text(referral: Referral, names: dict[int, str]) -> str:
    """Who made a referral, for which agency, and when."""
    return _("%(name)s, %(agency)s: referral of %(day)s") % {
        "name": names.get(referral.referrer_user_id or 0, "—"),
        "agency": referral.agency.name if referral.agency is not None else "—",
        "day": full_date(local_date(referral.program, referral.occurred_at)),
    }


class ThanksForm(Form):
    """A short answer: no free text, so that nothing can be asked for in return."""

    thanks = TilesField(
        label=gettext_lazy("Your answer"),
        choices=GoodNews.Thanks.choices,
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )
