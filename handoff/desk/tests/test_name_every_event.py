"""The steps of a referral have one set of words, in the reader's language, wherever they are shown."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from handoff.referrals.models import ReferralEvent
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_member, make_program

Kind = ReferralEvent.Kind
ONE_WORD_IN_BOTH: set[str] = set()
"""Steps that are called the same in English and Spanish."""


def labels(language):
    with override(language):
        return {kind: str(kind.label) for kind in Kind}


@pytest.mark.django_db
def test_every_step_is_called_the_same_on_each_page_and_in_spanish_nothing_is_english():
    """finding-C4: two tables had the words, and the Spanish record had English lines."""
    program = make_program()
    worker = make_member(program, "case_manager")
    person = make_participant(program, actor=actor_of(worker, program)).person
    referral = person.referrals.get()
    ReferralEvent.objects.filter(referral=referral).delete()
    for kind in Kind:
        ReferralEvent.objects.create(referral=referral, what=kind, occurred_at=AT, recorded_at=AT)
    client = Client(headers={"Accept-Language": "es"})
    client.force_login(worker)
    record = reverse("people:person", args=[program.slug, person.public_id])
    pages = {
        "record": [f"{record}?show=referrals&page={number}" for number in (1, 2, 3)],
        "referral": [reverse("referrals:show", args=[program.slug, referral.public_id])],
    }
    english, spanish = labels("en"), labels("es")
    assert {each for each in Kind if english[each] == spanish[each]} == ONE_WORD_IN_BOTH
    for name, paths in pages.items():
        text = unescape("".join(client.get(path).content.decode() for path in paths))
        missing = [label for label in spanish.values() if f">{label}<" not in text.replace("\n", "")]
        assert not missing, (name, missing)
        assert not [label for label in english.values() if f">{label}<" in text], name
