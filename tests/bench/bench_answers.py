"""What a lookup answers: how often a human should call, how often it is certain, how often about people not on record.

    python tests/bench/bench_answers.py

Among 10,000 invented participants, all with a release that allows the answer. Writes docs/reference/bench-answers.md
and .json.
"""

import json
import os
import random
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SEED = int(os.environ.get("BENCH_SEED", "20261128"))
PEOPLE = 10_000
ASKED = 2_000
TWINS = 500
PROGRAM = 1
ADDED = datetime(2026, 1, 5, 12, tzinfo=UTC)

# How a name is written by someone who only heard it: what is spelled so many ways that no rule of the lookup is copied.
MISHEARD = (
    ("ph", "f"), ("ck", "k"), ("ee", "ea"), ("ie", "y"), ("ll", "l"), ("ss", "s"), ("tt", "t"), ("nn", "n"),
    ("oo", "u"), ("ei", "ee"), ("ai", "ay"), ("gh", ""), ("kn", "n"), ("wr", "r"), ("z", "s"), ("v", "b"),
    ("y", "i"), ("c", "k"), ("m", "n"), ("d", "t"), ("e", "a"), ("o", "u"),
)  # fmt: skip


def main() -> None:
    """Fill a new database, ask everything, write the page."""
    with tempfile.TemporaryDirectory(prefix="handoff-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "handoff.config.settings.test",
            "HANDOFF_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "HANDOFF_DATA_FOLDER": folder,
        }
        found = measure()
    target = ROOT / "docs" / "reference" / "bench-answers"
    page = write_page(found)
    sys.stdout.write(page)
    target.with_suffix(".md").write_text(page, encoding="utf-8")
    target.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measure() -> dict[str, Any]:
    """Count the answers to every sort of question."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    from tests.bench.people import County, no_date, plain_query, query_for

    people = list(County(SEED).people(PEOPLE))
    twins = [replace(each, number=PEOPLE + place, first=twin_name(each.first), middle="", preferred="")
             for place, each in enumerate(people[:TWINS], 1)]  # fmt: skip
    fill([*people, *twins])
    rng = random.Random(SEED + 1)
    alone = rng.sample(people[TWINS:], ASKED)
    unknown_people = list(County(SEED + 2).people(ASKED))
    slips = [(each, query_for(rng, each)[0]) for each in alone]
    misheard = [(each, mishear(rng, plain_query(rng, each))) for each in alone]
    never = [(each, plain_query(rng, each)) for each in unknown_people]
    questions: dict[str, Iterable[tuple[Any, Any]]] = {
        "on record, birth date, slips in names and date": [pair for pair in slips if pair[0].dob],
        "on record, birth date, misheard name": [pair for pair in misheard if pair[0].dob],
        "on record, no birth date, slips in names": [(each, no_date(rng, query)) for each, query in slips],
        "on record, no birth date, misheard name": [(each, no_date(rng, query)) for each, query in misheard],
        "a twin on record too, asked by the right name": [
            (each, plain_query(rng, each)) for each in people[:TWINS]
        ],
        "a twin on record too, asked by a misheard name": [
            (each, mishear(rng, plain_query(rng, each))) for each in people[:TWINS]
        ],
        "stranger, birth date": never,
        "stranger, no birth date": [(each, no_date(rng, query)) for each, query in never],
    }
    return {name: count(pairs) for name, pairs in questions.items()} | {"seed": SEED}


def twin_name(first: str) -> str:
    """A name that is easily mistaken for the other twin's: another last letter."""
    return first[:-1] + ("o" if first[-1] == "a" else "a")


def fill(people: list[Any]) -> None:
    """Write the people and their keys as the application does."""
    from handoff.participants.models import LookupKey, Person
    from handoff.programs.models import Program
    from tests.bench.lookup_rows import as_person, key_rows

    Program.objects.create(
        pk=PROGRAM, slug="bench", name="Bench", jurisdiction="Bench", phone="1", created_at=ADDED
    )
    Person.objects.bulk_create([as_person(each) for each in people], batch_size=1_000)
    keys = (
        LookupKey(program_id=PROGRAM, key=key, person_id=number) for _program, key, number in key_rows(people)
    )
    LookupKey.objects.bulk_create(keys, batch_size=2_000)


def mishear(rng: random.Random, query: Any) -> Any:
    """Both names as someone writes them who only heard them: two spellings changed in each, where there are two."""

    def heard(name: str) -> str:
        word = name.lower()
        fitting = [
            (old, new)
            for old, new in MISHEARD
            if old in word[1:] or (old in ("kn", "wr", "ph") and old in word)
        ]
        for old, new in rng.sample(fitting, min(2, len(fitting))):
            place = word.rfind(old)
            word = word[:place] + new + word[place + len(old) :] if place >= 0 else word
        return word

    return replace(query, first=heard(query.first), last=heard(query.last))


def count(pairs: Iterable[tuple[Any, Any]]) -> dict[str, int]:
    """How many were asked, and how many of the answers were possible, certain, or certain about someone else."""
    from handoff.participants.lookup.rules.levels import MatchLevel
    from handoff.participants.lookup.services import MOST_PEOPLE_SCORED, find_candidates

    counts = {"asked": 0, "call": 0, "meant": 0, "certain": 0, "certain_of_another": 0}
    for someone, query in pairs:
        answers = find_candidates(PROGRAM, query, limit=MOST_PEOPLE_SCORED)
        answered = [each for each in answers if each.level is not MatchLevel.NOTHING]
        certain = [each.person_id for each in answered if each.level is MatchLevel.CERTAIN]
        counts["asked"] += 1
        counts["call"] += bool(answered)
        counts["meant"] += someone.number in [each.person_id for each in answered]
        counts["certain"] += bool(certain)
        counts["certain_of_another"] += any(number != someone.number for number in certain)
        if os.environ.get("BENCH_SHOW_MISSES") and not answered:
            sys.stderr.write(f"{someone} asked as {query}\n")
    return counts


HEAD = """# Bench: what a lookup answers

Made by `make bench` (`tests/bench/bench_answers.py`, seed {seed}). 10,000 invented participants in the proportions of a
North Carolina county and 500 twins of some of them, whose names differ in the last letter. All have a release that
allows the answer. A question may have the slips of the [bench of the lookup](bench-lookup.md) (typos, nicknames of our
own and of a public list, switched names, one of two last names; a wrong digit, day or year), or both names as
someone spells them who only heard them: up to two changes in each. "Asked to call" counts the answers "Possible match.
Call to confirm." and "Yes, they're a participant.". For strangers, who aren't on record, fewer is better; without a
birth date only names are compared, and namesakes are many.

| question | asked | asked to call | about the person meant | certain | certain about someone else |
|---|---:|---:|---:|---:|---:|
"""


def write_page(found: dict[str, Any]) -> str:
    """The counts as Markdown."""
    lines = []
    for name, got in found.items():
        if isinstance(got, dict):
            shares = " | ".join(f"{got[each] / got['asked']:.1%}" for each in ("call", "meant", "certain"))
            lines.append(f"| {name} | {got['asked']:,} | {shares} | {got['certain_of_another']} |")
    return HEAD.format(seed=found["seed"]) + "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
