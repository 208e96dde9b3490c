"""A disposition as someone entered it."""

from dataclasses import dataclass
from datetime import date

from handoff.charges.models import Disposition


@dataclass(frozen=True)
class DispositionInput:
    """How the court closed the charge, on which day, and the sentence if there is one."""

    code: str
    disposed_on: date
    verdict: str = ""
    sentence: str = ""
    words: str = ""

    def is_same(self, former: Disposition) -> bool:
        return (self.code, self.disposed_on, self.verdict, self.sentence, self.words.strip()) == (
            former.code,
            former.disposed_on,
            former.verdict,
            former.sentence,
            former.words,
        )
