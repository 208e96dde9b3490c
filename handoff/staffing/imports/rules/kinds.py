"""Whether a row is a citation, an arrest for a new offense, an arrest on a warrant, or a hold (C-F33)."""

import re
from functools import lru_cache

from handoff.charges.rules import read_statute, recognize_charge
from handoff.opportunity.rules.charge_cells import ArrestBasis, read_arrest_basis
from handoff.staffing.imports.facts import Kind

HOLD = re.compile(
    r"\bHOLD(?:ING)?\b(?! (?:AN? |THE |OF )?(?:CELL|PHONE|MOBILE|WIRELESS|ELECTRONIC|DEVICE|PROPERTY|STOLEN|ONESELF|OUT"
    r"|OPEN|GAMBL|LOTTERY))|\bHOUS(?:ED?|ING) FOR\b|FEDERAL INMATE|IMMIGRATION|\bDETAINER\b|^ICE\b|SAFE ?KEEP|COURTESY"
    r"|IN TRANSIT|^WRIT\b|SERV\w* (?:A )?SENTENCE|^SENTENCED\b|^WEEKENDER\b|^COMMITMENT\b"
)
"""Why a jail keeps someone without a new charge: for another agency, or to serve a sentence. Holding a phone or
stolen property is a charge.
"""
CODE = re.compile(r"([OSCTW])\s?[-:](?!VIEW)")
"""A code with its words, as in `T - Taken into custody`."""
VIOLATION = re.compile(r"\b(?:PROBATION|PAROLE|PRETRIAL|POST[- ]RELEASE)\b.*\bVIO|\bVOP\b|\bVIO\w* OF PROB")
VIOLATION_SECTIONS = frozenset({"15A-1345", "15A-1344", "15A-1368.6", "15A-534"})
CITED = re.compile(r"\bCIT|SUMMON")
CODES = {
    "O": Kind.ARREST,
    "S": Kind.CITATION,
    "C": Kind.CITATION,
    "T": Kind.WARRANT,
    "W": Kind.WARRANT,
}
"""The FBI's NIBRS codes: on-view, summoned or cited, taken into custody on a warrant; and the usual C and W."""


@lru_cache(maxsize=10_000)
def read_kind(arrest_type: str, statute: str, words: str) -> Kind:
    """The kind of a row. An unknown type is not known, and never taken for an arrest."""
    upper = " ".join(f"{statute} {words}".upper().split())
    if HOLD.search(" ".join(words.upper().split())) or HOLD.fullmatch(statute.strip().upper()):
        return Kind.HOLD
    recognized = recognize_charge(statute, words)
    if recognized.failure_to_appear or recognized.warrant or VIOLATION.search(upper):
        return Kind.WARRANT
    if read_statute(statute).section in VIOLATION_SECTIONS:
        return Kind.WARRANT
    typed = " ".join(arrest_type.upper().split())
    code = CODE.match(typed)
    if typed in CODES or code:
        return CODES[code[1] if code else typed]
    basis = read_arrest_basis(typed)
    if basis is ArrestBasis.COURT:
        # A criminal summons is a court's order too, but no one is taken into custody.
        return Kind.CITATION if "SUMMON" in typed else Kind.WARRANT
    if basis is ArrestBasis.OFFICER:
        return Kind.CITATION if CITED.search(typed) else Kind.ARREST
    return Kind.NOT_KNOWN
