"""What criteria are called where somebody chooses among them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handoff.eligibility.engine.criteria import Criterion, VictimRule

CRITERION_WORDS: dict[Criterion, Promise] = {
    Criterion.OFFENSE: gettext_lazy("Kind of offense"),
    Criterion.FELONY: gettext_lazy("Felony"),
    Criterion.VALUE: gettext_lazy("Value of goods"),
    Criterion.VICTIM: gettext_lazy("Victim"),
    Criterion.TRAFFICKING_WEIGHT: gettext_lazy("Trafficking weight"),
    Criterion.PERSONAL_USE: gettext_lazy("Personal-use amount"),
    Criterion.AGE: gettext_lazy("Age"),
    Criterion.RESIDENCE: gettext_lazy("Residence"),
    Criterion.SUBSTANCE_USE: gettext_lazy("Substance use"),
    Criterion.AMENABLE: gettext_lazy("Amenable on contact"),
    Criterion.EXPLOITS_MINORS: gettext_lazy("Exploiting minors"),
    Criterion.CONVICTIONS: gettext_lazy("Past convictions"),
    Criterion.SUPERVISION: gettext_lazy("Supervision"),
    Criterion.NO_CONTACT_ORDER: gettext_lazy("No-contact order"),
}
"""The criteria that an exception may or may not reach; a protection by law is never one of them."""

VICTIM_SENTENCES: dict[VictimRule, Promise] = {
    VictimRule.ANY: gettext_lazy("An offense may have a victim; the kind of offense decides."),
    VictimRule.WITH_AGREEMENT: gettext_lazy("Where an offense has a victim, the victim agrees first."),
    VictimRule.NONE: gettext_lazy("Only offenses without a victim."),
}
