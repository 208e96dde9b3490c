"""One guard for every text that a program writes itself (guiding rules G1 to G9)."""

import re
from dataclasses import dataclass

from handoff.core.text import mark_for_translation
from handoff.programs.rules.folding import find_hidden_letter, find_mixed_word, readings
from handoff.programs.rules.forbidden import (
    ALLOWED,
    ELSEWHERE,
    ENDINGS,
    EVERYWHERE,
    IN_QUESTIONS,
    IN_QUESTIONS_AND_CRITERIA,
    NO_THREAT,
    ForbiddenWords,
)
from handoff.programs.rules.harmless import CLEAN_OF_THINGS, compile_phrases
from handoff.programs.rules.threats import HELP, NEGATION, is_threat, split_sentences

MIXED_LETTERS = mark_for_translation("This word mixes letters of two alphabets. Type it again.")
HIDDEN_LETTERS = mark_for_translation("A sign stands for a letter in this word. Write it out.")
BEFORE = 6
"""How many words before a forbidden one may deny it: "There is never a drug test"."""
DENIAL = re.compile(
    NEGATION.pattern + r"|\b(?:don'?t|aren'?t|regardless|sin importar)\b|\bof any\b", re.IGNORECASE
)
# "Don't miss your drug test" and "if you aren't sober" deny nothing. "Even if you aren't sober" does.
STILL_ASKED = re.compile(
    r"\b(?:miss|skip|forget|fail|refuse|falte|falta|olvide|(?<!even )(?<!ask )(?<!asks )if|unless|until|"
    r"(?<!aun )(?<!pregunta )(?<!preguntamos )si|hasta)\b",
    re.IGNORECASE,
)
# "No one starts before a drug test" denies the start and asks for the test.
DENIED_UNTIL = re.compile(
    rf"{NEGATION.pattern}.*\b(?:before|until|unless|without|antes|hasta|sin)\b", re.IGNORECASE
)

CLEAN_THINGS = compile_phrases(*CLEAN_OF_THINGS)
"""An apartment or a driving record that is clean says nothing of anyone's use."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a text can't be used, and the words that are the reason."""

    reason: str
    words: str


def object_to_question(text: str) -> Objection | None:
    """The objection to a question or an answer: what is asked counts, however it is put."""
    forbidden = (*EVERYWHERE, ENDINGS, IN_QUESTIONS_AND_CRITERIA, IN_QUESTIONS)
    return _find(text, forbidden, denied_is_fine=False)


def object_to_criteria(text: str) -> Objection | None:
    """The objection to words about who can be in the program."""
    return _find(text, (*EVERYWHERE, ENDINGS, IN_QUESTIONS_AND_CRITERIA), denied_is_fine=True)


def object_to_text(text: str) -> Objection | None:
    """The objection to words that are said to a person or signed. "We never test for drugs" may be said."""
    return _find(text, (*EVERYWHERE, ENDINGS), denied_is_fine=True)


def _find(text: str, forbidden: tuple[ForbiddenWords, ...], *, denied_is_fine: bool) -> Objection | None:
    mixed = find_mixed_word(text)
    if mixed is not None:
        return Objection(MIXED_LETTERS, mixed)
    hidden = find_hidden_letter(text)
    if hidden is not None:
        return Objection(HIDDEN_LETTERS, hidden)
    for reading in readings(text):
        for sentence in split_sentences(reading):
            objection = _find_in_sentence(sentence, forbidden, denied_is_fine=denied_is_fine)
            if objection is not None:
                return objection
    return None


def _find_in_sentence(
    sentence: str, forbidden: tuple[ForbiddenWords, ...], *, denied_is_fine: bool
) -> Objection | None:
    plain = CLEAN_THINGS.sub(" ", ALLOWED.sub(" ", sentence))
    for each in forbidden:
        if each is IN_QUESTIONS and HELP.search(plain):
            continue
        if each is ENDINGS and ELSEWHERE.search(plain):
            continue
        for found in each.pattern.finditer(plain):
            if not (denied_is_fine and _is_denied(plain[: found.start()])):
                return Objection(each.reason, found[0])
    return Objection(NO_THREAT, sentence) if is_threat(plain) else None


def _is_denied(before: str) -> bool:
    """Whether the words before deny what follows: "no one needs", "regardless of"."""
    words = re.split(r"[,;:]", before)[-1].split()
    near, clause = " ".join(words[-BEFORE:]), " ".join(words[-2 * BEFORE :])
    return bool(DENIAL.search(near)) and not (STILL_ASKED.search(near) or DENIED_UNTIL.search(clause))
