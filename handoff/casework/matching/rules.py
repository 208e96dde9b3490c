"""In which order workers are suggested to a participant, and why. It counts nothing about the participant (K11)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a worker may fit, or may not."""

    WISHED_FOR = "wished_for"
    ASKED_FOR_ANOTHER = "asked_for_another"
    LANGUAGE = "language"
    OTHER_LANGUAGE = "other_language"
    GENDER = "gender"
    EXPERIENCE = "experience"
    NEIGHBORHOOD = "neighborhood"
    ROOM = "room"
    NO_ROOM = "no_room"


@dataclass(frozen=True)
class Wanted:
    """What a participant wishes and speaks, and where they are. Blank where nothing is wished."""

    language: str
    gender: str = ""
    experiences: frozenset[str] = frozenset()
    worker_id: int | None = None
    away_from: int | None = None
    places: str = ""


@dataclass(frozen=True)
class Candidate:
    """What a worker says about themselves, and how many hundredths of a person their caseload has room for."""

    user_id: int
    languages: Collection[str] = ()
    gender: str = ""
    experiences: frozenset[str] = frozenset()
    neighborhoods: Collection[str] = ()
    free: int = 0


@dataclass(frozen=True)
class Match:
    """A worker with the reasons, the most weighty first."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


DEFAULT_LANGUAGE = "en"


def names_place(neighborhood: str, places: str) -> bool:
    """True if a neighborhood stands there in whole words: Oak isn't in Oakland Avenue."""
    return re.search(rf"(?<!\w){re.escape(neighborhood)}(?!\w)", places) is not None


def match_of(candidate: Candidate, wanted: Wanted) -> Match:
    """Only what the participant wishes counts: no wish about gender or experience, no reason about it."""
    other_language = wanted.language != DEFAULT_LANGUAGE
    speaks = wanted.language in candidate.languages
    found = {
        Reason.WISHED_FOR: candidate.user_id == wanted.worker_id,
        Reason.ASKED_FOR_ANOTHER: candidate.user_id == wanted.away_from,
        Reason.LANGUAGE: other_language and speaks,
        Reason.OTHER_LANGUAGE: other_language and not speaks,
        Reason.GENDER: bool(wanted.gender) and candidate.gender == wanted.gender,
        Reason.EXPERIENCE: bool(candidate.experiences & wanted.experiences),
        Reason.NEIGHBORHOOD: any(names_place(each, wanted.places) for each in candidate.neighborhoods),
        Reason.ROOM: candidate.free > 0,
        Reason.NO_ROOM: candidate.free <= 0,
    }
    return Match(candidate, tuple(reason for reason, holds in found.items() if holds))


def order_matches(candidates: Iterable[Candidate], wanted: Wanted) -> list[Match]:
    """The person's own word first, then language, gender, experience, neighborhood, and the most room."""

    def place(match: Match) -> tuple[bool, bool, bool, bool, int, bool, int]:
        has = set(match.reasons)
        shared = match.candidate.experiences & wanted.experiences
        return (
            Reason.ASKED_FOR_ANOTHER in has,
            Reason.WISHED_FOR not in has,
            Reason.OTHER_LANGUAGE in has,
            Reason.GENDER not in has,
            -len(shared),
            Reason.NEIGHBORHOOD not in has,
            -match.candidate.free,
        )

    return sorted((match_of(each, wanted) for each in candidates), key=place)
