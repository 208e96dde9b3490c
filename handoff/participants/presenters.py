"""How a person is described where staff are asked whether someone is already on record (D6)."""

from django.utils.translation import gettext as _

from handoff.core.forms.phones import format_phone
from handoff.core.templatetags.handoff import birthday
from handoff.participants.lookup.rules.scoring import SENTENCES
from handoff.participants.models import ContactPoint, Gender, Person
from handoff.participants.queries import PossibleMatch

NOT_SAID = frozenset({Gender.NOT_ASKED, Gender.PREFERS_NOT, Gender.DOES_NOT_KNOW})


def birth_date_or_age(person: Person) -> str:
    """The birth date, or the age where no date is known."""
    if person.date_of_birth is not None:
        return birthday(person.date_of_birth)
    if person.approximate_age is not None:
        return _("About %(age)s years old") % {"age": person.approximate_age}
    return _("Not known")


def match_label(match: PossibleMatch) -> str:
    """Name and birth date, which the lists show to everyone on staff."""
    person = match.person
    if person.date_of_birth is not None:
        return _("Yes: %(name)s, born %(date)s") % {
            "name": person.recorded_name,
            "date": birthday(person.date_of_birth),
        }
    return _("Yes: %(name)s, date of birth not known") % {"name": person.recorded_name}


def match_hint(match: PossibleMatch) -> str:
    """What tells the two apart: how they differ, and more of the record to someone who may open it (C8)."""
    sentences = [_(SENTENCES[each]) for each in match.reasons]
    if match.may_open:
        sentences += known_facts(match.person)
    else:
        sentences.append(_("You aren't on their team, so you see only the name and date of birth."))
    return " ".join(sentences)


def known_facts(person: Person) -> list[str]:
    facts = []
    if person.preferred_name:
        facts.append(_("Goes by %(name)s.") % {"name": person.preferred_name})
    if person.gender not in NOT_SAID:
        facts.append(f"{person.get_gender_display()}.")
    points = person.contact_points.filter(ended_at=None).order_by("-added_at", "-pk")
    ways = [
        format_phone(each.value) if each.kind == ContactPoint.Kind.PHONE else each.value
        for each in points[:3]
    ]
    if ways:
        facts.append(_("Reached at: %(ways)s.") % {"ways": "; ".join(ways)})
    return facts
