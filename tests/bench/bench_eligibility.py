"""How long one check of eligibility takes, with every sentence of its explanation.

python tests/bench/bench_eligibility.py
"""

import json
import sys
from dataclasses import replace
from typing import Any

from databases import arguments, keep, machine, on_each, ready, timed

TIMES = 300
LANGUAGE = "es"


def main() -> None:
    """Measure in a process of its own; no database is asked, so one kind is enough."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    (result,) = on_each(__file__, ["sqlite"])
    keep("eligibility", result, write=options.write)


def measure() -> dict[str, Any]:
    """Check each kind of encounter many times."""
    ready()
    from django.utils import translation

    with translation.override(LANGUAGE):
        cases = {name: measured(facts) for name, facts in encounters().items()}
    return {"machine": machine(), "language": "Spanish", "cases": cases}


def measured(facts: Any) -> dict[str, Any]:
    """Time one check."""
    from django.utils.translation import gettext

    from handoff.eligibility.engine.assessment import assess, nearest_change
    from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA

    def check() -> int:
        assessment = assess(facts, NORTH_CAROLINA)
        said = [finding.said(gettext) for finding in assessment.findings]
        change = nearest_change(assessment)
        _whole = gettext(assessment.sentence), change.said(gettext) if change else ""
        return len(said)

    return {"findings": check(), **timed(check, times=TIMES, warm_up=20)}


def encounters() -> dict[str, Any]:
    """Return what officers meet: from plainly eligible to everything at once."""
    from handoff.eligibility.engine.facts import Conviction, Facts, Reply
    from handoff.testing.facts import ASSAULT, FELONY_LARCENY, LARCENY, convicted, facts_of, found

    plain = facts_of()
    every = replace(
        plain,
        offenses=(*plain.offenses, LARCENY, FELONY_LARCENY, ASSAULT),
        amounts=tuple(found(drug, "3.99") for drug in ("cocaine", "fentanyl", "heroin", "methamphetamine")),
    )
    return {
        "plainly eligible": plain,
        "nothing known": Facts(door=plain.door, on=plain.on),
        "a minor": replace(plain, date_of_birth=plain.on.replace(year=plain.on.year - 17)),
        "trafficking weight": replace(plain, amounts=(found("cocaine", "28"),)),
        "four offenses, four drugs": every,
        "the same, every answer no": replace(
            every, resident=Reply.NO, substance_use=Reply.NO, amenable=Reply.NO
        ),
        "a conviction": facts_of(**convicted(Conviction.ROBBERY)),
    }


if __name__ == "__main__":
    main()
