"""What is known of a source's charges from its earlier files."""

from collections import defaultdict

from handoff.charges.models import DifferentPerson, SourceCharge
from handoff.programs.models import Program


def known_charges(program: Program, source_name: str) -> dict[str, SourceCharge]:
    """The charges of a source by the fingerprint of their identity."""
    known = SourceCharge.objects.filter(program=program, source_name=source_name)
    return {each.identity: each for each in known.select_related("charge", "charge__program", "report")}


def people_judged_different(program: Program) -> dict[str, set[int]]:
    """For each named person, by fingerprint, the participants that someone said they aren't."""
    found: dict[str, set[int]] = defaultdict(set)
    for each in DifferentPerson.objects.filter(program=program):
        found[each.person_print].add(each.person_id)
    return found
