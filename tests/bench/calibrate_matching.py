"""How often a named person is the participant that matching shows first, by how alike they are (ADR 0074).

    python tests/bench/calibrate_matching.py [--people 10000] [--rows 10000] [--seed 74]

The file and the participants are those of bench_charges.py, made from another seed than its measurement, and one in
twenty birth dates has a wrong digit in its day besides, which that file never has. Only rows with one possible
participant count. Prints, for each date match and band of names, how many rows there were and how
many were right: what `handoff/staffing/reports/rules/probability.py` holds.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRONG_DAY = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=74)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handoff-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "handoff.config.settings.test",
            "HANDOFF_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "HANDOFF_DATA_FOLDER": folder,
        }
        sys.path.insert(0, str(ROOT))
        cells = calibrate(options)
    sys.stdout.write(json.dumps(cells, indent=1, sort_keys=True) + "\n")


def calibrate(options: argparse.Namespace) -> dict[str, dict[str, int]]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    from handoff.participants.lookup.rules.levels import MatchLevel
    from handoff.participants.lookup.services import CandidateIndex, rebuild_all
    from handoff.staffing.reports.facts import NamedPerson
    from handoff.staffing.reports.queries import Matcher
    from handoff.staffing.reports.rules.matching import middle_agreement
    from handoff.staffing.reports.rules.probability import kind_of_match
    from handoff.testing.programs import make_program
    from tests.bench.bench_charges import ON, enroll_people, incoming

    program = make_program()
    people = enroll_people(program, options.people, options.seed)
    rebuild_all(program.pk)
    matcher = Matcher(program, CandidateIndex(program.pk))
    cells: dict[str, dict[str, int]] = defaultdict(lambda: {"rows": 0, "right": 0})
    rng = random.Random(options.seed)
    for row in incoming(people, options.rows, options.seed):
        born = datetime.strptime(row["dob"], "%m/%d/%Y").date() if row["dob"] else None
        if born is not None and rng.random() < WRONG_DAY:
            born = slip_in_the_day(born, rng)
        person = NamedPerson(row["firstname"], row["lastname"], row["middlename"], born_on=born)
        match = matcher.match(person, date.fromisoformat(ON))
        possible = [each for each in match.candidates if each.level is not MatchLevel.NOTHING]
        if born is None or len(possible) != 1:
            continue
        best = possible[0]
        middle = middle_agreement(person, best.first_name, best.middle_name)
        cell = cells[kind_of_match(best.match, middle)]
        cell["rows"] += 1
        cell["right"] += str(best.person_id) == row["truth"]
    return dict(cells)


def slip_in_the_day(born: date, rng: random.Random) -> date:
    """The same date with another last digit of its day."""
    tens, digit = divmod(born.day, 10)
    days = [10 * tens + each for each in range(10) if each != digit and 1 <= 10 * tens + each <= 28]
    return born.replace(day=rng.choice(days)) if days else born


if __name__ == "__main__":
    main()
