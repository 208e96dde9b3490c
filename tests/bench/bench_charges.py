"""How quickly a file of 10,000 charges is imported, and how surely its people are matched with 10,000 participants.

    python tests/bench/bench_charges.py [--splink /path/to/python] [--further-seeds N ...] [--people N] [--rows N]

In a new, empty SQLite database: half of the file's people are participants, a part of them with the mistakes that are
made in names and birth dates; the others are other people of the county. Precision and recall are those of the two
thresholds: matched (confirmed together) and to review or matched. With --splink, Splink links the same two tables in
that interpreter's environment: at the probability that we ask of a match, at all it finds, and at the threshold that is
best for it. With --further-seeds, matching alone is measured again with other invented people, so that one sees how
much of a difference is chance. Writes docs/reference/bench-charges.json.
"""

import argparse
import csv
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 29, 15, tzinfo=UTC)
ON = "2026-11-20"
CHARGES = (
    ("14-72.1", "SHOPLIFTING CONCEALMENT GOODS"),
    ("14-159.13", "SECOND DEGREE TRESPASS"),
    ("90-95(A)(3)", "POSS METHAMPHETAMINE"),
    ("90-113.22", "POSS DRUG PARAPHERNALIA"),
)
PARTICIPANTS, MISTAKEN = 0.5, 0.4
LIMIT_SECONDS = 20
SURE = 0.995
"""The share of right answers that we ask of what is confirmed together (`probability.SURE`), for Splink too."""
LEAST = 0.01
"""The least probability with which `link_with_splink.py` names a pair."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20_261_201)
    parser.add_argument("--further-seeds", type=int, nargs="*", default=[], metavar="SEED")
    parser.add_argument("--matching-only", action="store_true", help="send no file; measure the matching")
    parser.add_argument("--splink", default="", help="Python of an environment that has splink")
    parser.add_argument("--db", nargs="*", help="as the other measurements take it; here always SQLite")
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handoff-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "handoff.config.settings.test",
            "HANDOFF_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "HANDOFF_DATA_FOLDER": folder,
        }
        sys.path.insert(0, str(ROOT))
        result = measure(options, Path(folder))
    if options.further_seeds:
        result["seeds"] = [brief(result), *(measure_again(options, seed) for seed in options.further_seeds)]
    text = json.dumps(result, indent=1)
    sys.stdout.write(text + "\n")
    if options.write:
        target = ROOT / "docs/reference/bench-charges"
        target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
        target.with_suffix(".md").write_text(report(result), encoding="utf-8")
    own = result.get("import_cpu_seconds", 0)
    if own > LIMIT_SECONDS and options.rows <= 10_000:
        raise SystemExit(f"the import took {own} s of its own, more than {LIMIT_SECONDS} s")


def brief(result: dict[str, Any]) -> dict[str, Any]:
    """Of one seed what is compared over all of them: confirmed together, beside Splink at the same probability."""
    names = ("matched", "to_review_or_matched", "splink")
    return {"seed": result["seed"], **{name: result[name] for name in names if name in result}}


def measure_again(options: argparse.Namespace, seed: int) -> dict[str, Any]:
    """The matching with other invented people, in a database and a process of its own."""
    command = [sys.executable, __file__, "--matching-only", "--no-write", "--seed", str(seed)]
    command += ["--people", str(options.people), "--rows", str(options.rows), "--splink", options.splink]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return brief(json.loads(done.stdout))


def comparison(seeds: list[dict[str, Any]]) -> str:
    """The table of all seeds beside Splink, and how much of the mean difference may be chance."""
    rows, gaps, whole = [], [], []
    for each in seeds:
        ours, theirs, best = each["matched"], each["splink"]["sure"], each["splink"]["best"]
        gaps.append(ours["f1"] - theirs["f1"])
        whole.append(each["to_review_or_matched"]["f1"] - best["f1"])
        rows.append(
            f"| {each['seed']} | {ours['precision']:.4f} | {theirs['precision']:.4f} | {ours['recall']:.4f} "
            f"| {theirs['recall']:.4f} | {ours['f1']:.4f} | {theirs['f1']:.4f} | {gaps[-1]:+.4f} | {whole[-1]:+.4f} |"
        )
    spread = statistics.stdev(gaps)
    error = spread / len(gaps) ** 0.5
    below = sum(1 for gap in gaps if gap < 0)
    return f"""
## Beside Splink, over {len(seeds)} seeds

| seed | precision, ours | Splink's | recall, ours | Splink's | F1, ours | Splink's | difference | review, difference |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{chr(10).join(rows)}

What is confirmed together beside Splink at {SURE}: F1 is {statistics.mean(gaps):+.4f} on average (standard deviation
{spread:.4f} from seed to seed, standard error {error:.4f}), and below Splink's with {below} of {len(seeds)} seeds.
The last column is what is shown to review or matched beside Splink's best threshold: {min(whole):+.4f} at least.
None of these seeds was used to choose or to count the kinds that are confirmed together. The invented people
have no twins and no parent and child of one name; what we leave to a look because of them costs recall here.
"""


def report(result: dict[str, Any]) -> str:
    """The page of the measurement."""
    rows = [
        ("matched, confirmed together", result["matched"]),
        ("to review or matched, first one shown", result["to_review_or_matched"]),
    ]
    if "splink" in result:
        names = {
            "sure": "Splink, the same probability",
            "all": "Splink, all that it finds",
            "best": "Splink, its best threshold",
        }
        for name, one in result["splink"].items():
            rows.append((f"{names[name]} ({one['threshold']})", one))
    table = "\n".join(
        f"| {name} | {one['precision']:.4f} | {one['recall']:.4f} | {one['f1']:.4f} |" for name, one in rows
    )
    return f"""# Import of charges

Made by `python tests/bench/bench_charges.py --splink PYTHON`: a file of {result["rows"]:,} charges against
{result["people"]:,} invented participants. Half of the rows are about one of them, and in two of five a name or a
birth date is wrong. Goal: 20 s. Machine: {result["machine"]}.

The import took {result["import_seconds"]} s, of them {result["import_cpu_seconds"]} s of its own:
the others wanted the machine too.

| | precision | recall | F1 |
| --- | ---: | ---: | ---: |
{table}

Nothing is linked without a person: "matched" is what someone confirms with others, "to review" what someone looks at
alone. What is matched is of a kind that is right in at least {SURE:.1%} of its cases. Splink has the same names and
birth dates, no middle names, and its tutorial's model; its best threshold is chosen with the truth. Its lowest
probability here is {LEAST}.
{comparison(result["seeds"]) if "seeds" in result else ""}"""


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    call_command("migrate", run_syncdb=True, verbosity=0)
    from handoff.participants.lookup.services import rebuild_all
    from handoff.staffing.imports import services
    from handoff.testing.programs import actor_of, make_member, make_program

    program = make_program()
    analyst = actor_of(make_member(program, "crime_analyst"), program)
    people = enroll_people(program, options.people, options.seed)
    rebuild_all(program.pk)
    rows = list(incoming(people, options.rows, options.seed))
    judged = {"people": options.people, "rows": options.rows, "seed": options.seed}
    if options.matching_only:
        judged |= judge(program, rows, people)
        if options.splink:
            judged["splink"] = ask_splink(options.splink, rows, people, folder)
        return judged
    # A server has read its addresses before anyone sends a file.
    reverse("staffing:reports", args=[program.slug])
    started = time.perf_counter()
    content, cpu = as_csv(rows), time.process_time()
    counts = services.send_content(
        actor=analyst, program=program, source_name="Bench", content=content, at=AT
    )
    import_seconds = time.perf_counter() - started
    cpu_seconds = time.process_time() - cpu
    started = time.perf_counter()
    services.count_matches(program, "Bench", content, AT, lambda _done, _of: None)
    result = {
        **judged,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "import_seconds": round(import_seconds, 1),
        "import_cpu_seconds": round(cpu_seconds, 1),
        "dry_run_seconds": round(time.perf_counter() - started, 1),
        "counts": counts,
        **judge(program, rows, people),
    }
    if options.splink:
        result["splink"] = ask_splink(options.splink, rows, people, folder)
    return result


def enroll_people(program: Any, count: int, seed: int) -> list[Any]:
    """The participants; each needs a referral and an intake to be one."""
    from handoff.enrollment.models import Enrollment, Intake
    from handoff.participants.models import Person
    from handoff.referrals.models import Referral
    from tests.bench.people import County

    people = list(County(seed).people(count))
    Person.objects.bulk_create(
        [
            Person(
                pk=each.number,
                program=program,
                first_name=each.first,
                middle_name=each.middle,
                last_name=each.last,
                preferred_name=each.preferred,
                date_of_birth=each.dob,
                added_at=AT,
            )
            for each in people
        ],
        batch_size=2_000,
    )
    policy = program.policies.get()
    Referral.objects.bulk_create(
        [
            Referral(
                pk=each.number,
                program=program,
                number=each.number,
                pathway="officer_social",
                referrer_kind="officer",
                person_id=each.number,
                policy=policy,
                state="accepted",
                occurred_at=AT,
                submitted_at=AT,
                contact_due_at=AT,
                key=f"bench-{each.number}",
            )
            for each in people
        ],
        batch_size=2_000,
    )
    times = {"started_at": AT, "saved_at": AT, "completed_at": AT}
    Intake.objects.bulk_create(
        [
            Intake(pk=each.number, program=program, referral_id=each.number, person_id=each.number, **times)
            for each in people
        ],
        batch_size=2_000,
    )
    enrolled = {"enrolled_at": AT, "enrolled_on": AT.date()}
    Enrollment.objects.bulk_create(
        [
            Enrollment(program=program, person_id=each.number, intake_id=each.number, **enrolled)
            for each in people
        ],
        batch_size=2_000,
    )
    return people


def incoming(people: list[Any], count: int, seed: int) -> Iterator[dict[str, str]]:
    """Rows of a file, each with the number of the participant it is about, or none."""
    from tests.bench.people import County

    rng = random.Random(seed + 1)
    others = County(seed + 2).people(count)
    for number in range(1, count + 1):
        other = next(others)
        is_participant = rng.random() < PARTICIPANTS
        someone = rng.choice(people) if is_participant else other
        first, last, born = someone.first, someone.last, someone.dob
        if rng.random() < MISTAKEN:
            first, last, born = spoil(first, last, born, rng)
        statute, words = rng.choice(CHARGES)
        yield {
            "truth": str(someone.number) if is_participant else "",
            "case_id": f"26-{number:06}",
            "book_id": str(number),
            "chrg_seq": "1",
            "date_arr": ON,
            "arr_type": rng.choice("OS"),
            "lastname": last.upper(),
            "firstname": first.upper(),
            "middlename": (someone.middle if rng.random() < 0.7 else someone.middle[:1]).upper(),
            "dob": f"{born:%m/%d/%Y}" if born else "",
            "age": "" if born else "35",
            "arr_chrg": statute,
            "chrgdesc": words,
        }


def spoil(first: str, last: str, born: date | None, rng: random.Random) -> tuple[str, str, date | None]:
    """One of the mistakes of a records system."""
    match rng.randrange(6):
        case 0:
            last = drop_letter(last, rng)
        case 1:
            first = drop_letter(first, rng)
        case 2:
            first, last = last, first
        case 3 if born and born.day <= 12:
            born = date(born.year, born.day, born.month)
        case 4 if born:
            leap_day = (born.month, born.day) == (2, 29)
            born = born.replace(year=born.year + rng.choice((-10, -1, 1)), day=28 if leap_day else born.day)
        case _:
            last = last.replace("-", " ").replace("'", "")
            first = first[:3] if len(first) > 5 and rng.random() < 0.5 else first
    return first, last, born


def drop_letter(name: str, rng: random.Random) -> str:
    place = rng.randrange(len(name))
    return name[:place] + name[place + 1 :] if len(name) > 3 else name + name[-1]


def as_csv(rows: list[dict[str, str]]) -> bytes:
    names = [name for name in rows[0] if name != "truth"]
    lines = [",".join(names), *(",".join(row[name] for name in names) for row in rows)]
    return "\n".join(lines).encode()


def judge(program: Any, rows: list[dict[str, str]], people: list[Any]) -> dict[str, Any]:
    """Precision and recall at both thresholds; the first person shown counts as the answer."""
    from handoff.participants.lookup.services import CandidateIndex
    from handoff.staffing.reports.facts import NamedPerson
    from handoff.staffing.reports.queries import Matcher
    from handoff.staffing.reports.rules.matching import Bucket

    matcher = Matcher(program, CandidateIndex(program.pk))
    matched: list[tuple[str, str]] = []
    shown: list[tuple[str, str]] = []
    for row in rows:
        born = datetime.strptime(row["dob"], "%m/%d/%Y").date() if row["dob"] else None
        person = NamedPerson(
            row["firstname"],
            row["lastname"],
            row["middlename"],
            born_on=born,
            age=int(row["age"]) if row["age"] else None,
        )
        match = matcher.match(person, date.fromisoformat(ON))
        answer = str(match.candidates[0].person_id) if match.candidates else ""
        matched.append((row["truth"], answer if match.bucket is Bucket.MATCHED else ""))
        shown.append((row["truth"], answer))
    return {"matched": scores(matched), "to_review_or_matched": scores(shown)}


def scores(answers: list[tuple[str, str]]) -> dict[str, float]:
    right = sum(1 for truth, answer in answers if truth and truth == answer)
    said = sum(1 for _truth, answer in answers if answer)
    true = sum(1 for truth, _answer in answers if truth)
    precision, recall = right / said if said else 0.0, right / true if true else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def ask_splink(
    python: str, rows: list[dict[str, str]], people: list[Any], folder: Path
) -> dict[str, dict[str, float]]:
    """Let Splink link the same two tables, and score it at our threshold, at its lowest, and at the best for it.

    The best one is chosen with the truth, which ours isn't.
    """
    left, right = folder / "participants.csv", folder / "incoming.csv"
    with left.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("unique_id", "first_name", "surname", "dob"))
        for each in people:
            writer.writerow((each.number, each.first.upper(), each.last.upper(), each.dob or ""))
    with right.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("unique_id", "first_name", "surname", "dob"))
        for row in rows:
            born = f"{row['dob'][6:]}-{row['dob'][:5].replace('/', '-')}" if row["dob"] else ""
            writer.writerow((row["book_id"], row["firstname"], row["lastname"], born))
    script = Path(__file__).with_name("link_with_splink.py")
    done = subprocess.run(
        [python, str(script), str(left), str(right)], stdout=subprocess.PIPE, check=True, text=True
    )
    linked = json.loads(done.stdout)

    def at(threshold: float) -> dict[str, float]:
        likely = {row: person for row, (person, chance) in linked.items() if chance >= threshold}
        answers = [(row["truth"], likely.get(row["book_id"], "")) for row in rows]
        return {**scores(answers), "threshold": threshold}

    tried = [at(each) for each in (LEAST, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, SURE, 0.999)]
    return {"sure": at(SURE), "all": tried[0], "best": max(tried, key=lambda each: each["f1"])}


if __name__ == "__main__":
    main()
