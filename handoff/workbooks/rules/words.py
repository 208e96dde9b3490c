"""What programs write in columns of short answers, and what it means."""

import re
import unicodedata

YES = "y yes x true 1 t si done complete completed ok".split()
NO = "n no false 0 f none".split()
UNKNOWN = "? ?? unk unknown n/a na n.a. - -- . tbd not known".split(" ")

GENDERS = {
    "woman": "f female woman w mujer femenino",
    "man": "m male man hombre masculino",
    "nonbinary": "nb non-binary nonbinary enby x",
    "prefers_not": "prefers-not-to-say declined refused",
}
RACES = {
    "american_indian": "ai/an|aian|native|native american|am. indian|am indian|american indian|indian|lumbee"
    "|american indian or alaska native|i",
    "asian": "asian|a",
    "black": "b|black|aa|b/aa|black or african american|african american|black/african american",
    "hispanic": "h|hispanic|latino|latina|latinx|hispanic or latino|hispanic/latino",
    "middle_eastern": "mena|middle eastern|middle eastern or north african",
    "pacific_islander": "nhpi|pacific islander|native hawaiian|native hawaiian or pacific islander|p",
    "white": "w|white|caucasian",
    "does_not_know": "doesn't know|does not know",
    "prefers_not": "prefers not to say|prefer not to say|declined|declined to answer|refused",
}
PATHWAYS = {
    "arrest_diversion": "a|arrest|arrest diversion|diversion|pre-arrest|charge",
    "officer_social": "s|social|social contact|social (officer)|officer social|social referral|social contact referral"
    "|social referral by an officer",
    "community": "c|community|social (community)|community referral|self|self referral|walk-in",
}
STATUSES = {
    "active": "active|a|open|current|y|yes|true",
    "inactive": "inactive|i|n|no|false",
    "deceased": "deceased|dead|died",
}
INACTIVE_REASONS = {
    "deceased": r"\b(deceased|died|death|passed( away)?|rip)\b",
    "moved": r"\bmov(ed|ing)\b|\brelocat|out of (county|state)",
    "incarcerated": r"\b(jail|prison|incarcerat\w*|doc|in custody)\b",
    "out_of_touch": r"\b(lost (touch|contact)|no contact|out of touch|can'?t (reach|find)|unable to (reach|locate))\b",
    "achieved_goals": r"\b(achieved|met (his|her|their|all)? ?goals?|goals? met)\b",
    "stable": r"\bstable\b",
    "no_longer_wants": r"\b(no longer wants?|not interested|does ?n[o']t want|wants? out|opted out)\b",
}
DECLINES = {
    "not_ready": r"\bnot ready\b|\bnot now\b",
    "no_need": r"\bno need\b|doesn'?t need|not needed",
    "distrust_program": r"distrust\w* (of )?(the )?program",
    "distrust_police": r"distrust|(doesn'?t|not) trust",
    "fears_legal": r"\b(afraid|fear\w*|worried)\b.*\b(court|legal|trouble|charge)",
    "prefers_charge": r"\b(prefers?|rather|wants?)\b.*\b(charge|citation|court|ticket)\b|take the charge",
    "already_served": r"\balready\b.*\b(help|served|treatment|services)\b|has a provider",
    "no_time": r"\bno time\b|\bin a hurry\b|not safe to talk",
    "in_crisis": r"\b(crisis|intoxicated|impaired)\b",
    "language": r"\blanguage\b|no interpreter",
    "out_of_area": r"\bout of (the )?(county|area|state)\b|lives elsewhere|\bmoving\b",
    "no_reason": r"\bno reason\b",
}


def fold(text: str) -> str:
    """A short answer without case, accents, repeated blanks and closing signs."""
    plain = unicodedata.normalize("NFKC", text.casefold()).replace("\u2019", "'")
    return " ".join(plain.split()).strip(" .,:;*") or plain.strip()


def yes_or_no(text: str) -> bool | None:
    """True, False, or None for anything else; see `is_unknown`."""
    word = fold(text)
    return True if word in YES else False if word in NO else None


def is_unknown(text: str) -> bool:
    """Whether a cell says that something isn't known, or doesn't apply."""
    return not text or text.strip().casefold() in UNKNOWN or fold(text) in UNKNOWN


def code_of(text: str, words: dict[str, str], separator: str = "|") -> str:
    """The code under which this very word stands; "" for none."""
    word = fold(text)
    found = (code for code, known in words.items() if word in known.split(separator))
    return next(found, "")


def code_in(text: str, patterns: dict[str, str]) -> str:
    """The first code whose pattern the words contain; "" for none."""
    words = fold(text)
    return next((code for code, pattern in patterns.items() if re.search(pattern, words)), "")


def races_of(text: str) -> tuple[str, ...] | None:
    """The categories that a cell names, in any usual way to name several; None if one isn't known."""
    whole = code_of(text, RACES)
    if whole:
        return (whole,)
    parts = [part for part in re.split(r"[/;,+&]|\band\b|\by\b", fold(text)) if part.strip()]
    found = [code_of(part, RACES) for part in parts]
    return tuple(dict.fromkeys(found)) if parts and all(found) else None
