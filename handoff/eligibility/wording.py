"""Names of criteria where they are chosen from a list."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handoff.eligibility.engine.criteria import ChargeClass, Criterion, VictimRule

CRITERION_WORDS: dict[Criterion, Promise] = {
    Criterion.OFFENSE: gettext_lazy("Offense can be diverted"),
    Criterion.FELONY: gettext_lazy("Felony"),
    Criterion.VALUE: gettext_lazy("Goods within the value limit"),
    Criterion.VICTIM: gettext_lazy("No victim, or the victim agrees"),
    Criterion.TRAFFICKING_WEIGHT: gettext_lazy("Below the trafficking weight"),
    Criterion.PERSONAL_USE: gettext_lazy("Amount is for personal use"),
    Criterion.AGE: gettext_lazy("Age"),
    Criterion.RESIDENCE: gettext_lazy("Lives or stays in the program's area"),
    Criterion.SUBSTANCE_USE: gettext_lazy("Known to use controlled substances"),
    Criterion.AMENABLE: gettext_lazy("Calm enough to talk"),
    Criterion.EXPLOITS_MINORS: gettext_lazy("Doesn't appear to exploit minors"),
    Criterion.CONVICTIONS: gettext_lazy("No disqualifying convictions"),
    Criterion.SUPERVISION: gettext_lazy("Supervision"),
    Criterion.NO_CONTACT_ORDER: gettext_lazy("No no-contact order"),
}
"""The criteria that an exception may or may not reach; a protection by law is never one of them."""

CHARGE_SENTENCES: dict[ChargeClass, Promise] = {
    ChargeClass.ALL: gettext_lazy("Arrest diversions of misdemeanors and felonies, and social referrals."),
    ChargeClass.MISDEMEANORS: gettext_lazy("Arrest diversions of misdemeanors only, and social referrals."),
    ChargeClass.NONE: gettext_lazy("Social referrals only: no charge is diverted."),
}

VICTIM_SENTENCES: dict[VictimRule, Promise] = {
    VictimRule.ANY: gettext_lazy("An offense may have a victim. What matters is the kind of offense."),
    VictimRule.WITH_AGREEMENT: gettext_lazy("If an offense has a victim, the victim must agree first."),
    VictimRule.NONE: gettext_lazy("Only offenses without a victim."),
}
