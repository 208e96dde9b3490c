"""The words of the answers, from the worst to the best."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ANSWERS: dict[str, dict[int, Promise]] = {
    "agree": {
        1: _("Strongly disagree"),
        2: _("Disagree"),
        3: _("Neither agree nor disagree"),
        4: _("Agree"),
        5: _("Strongly agree"),
    },
    "well": {
        1: _("Very badly"),
        2: _("Badly"),
        3: _("So-so"),
        4: pgettext_lazy("how life goes", "Well"),
        5: _("Very well"),
    },
    "change": {
        1: _("Much worse"),
        2: _("A little worse"),
        3: _("About the same"),
        4: _("A little better"),
        5: _("Much better"),
    },
    "often": {
        1: pgettext_lazy("how often", "Never"),
        2: pgettext_lazy("how often", "Rarely"),
        3: pgettext_lazy("how often", "Sometimes"),
        4: pgettext_lazy("how often", "Often"),
        5: pgettext_lazy("how often", "Always"),
    },
    "yes_no": {1: pgettext_lazy("answer", "No"), 2: pgettext_lazy("answer", "Yes")},
}
GOOD_ANSWERS: dict[str, Promise] = {
    "agree": _("agree or strongly agree"),
    "well": _("say well or very well"),
    "change": _("say a little or much better"),
    "often": _("say often or always"),
    "yes_no": _("say yes"),
}
