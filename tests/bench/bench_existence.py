"""Whether response times reveal a closed record or a known person.

python tests/bench/bench_existence.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import sys
import time
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any

from databases import arguments, keep, machine, on_each, ready

TRIES = 200


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    result = {"machine": machine(), "databases": on_each(__file__, options.db)}
    keep("existence", result, write=options.write)


def measure() -> dict[str, Any]:
    """Ask in turn for what is closed to the asker and for what never was, so that load falls on both alike."""
    database = ready()
    return {"database": database, "tries": TRIES, "pairs": {**records(), **messages()}}


def records() -> dict[str, Any]:
    """An officer asks for another officer's referral and the DA for a charge that is not shared with them."""
    from django.test import Client
    from django.urls import reverse

    from handoff.testing.casework import make_waiting_person
    from handoff.testing.programs import AT, make_member, make_program
    from handoff.testing.sign_in import login_with_second_factor

    program = make_program(slug="timed")
    own, other = make_member(program, "officer"), make_member(program, "officer")
    referral = make_waiting_person(program, AT, officer=other).public_id
    client = Client()
    login_with_second_factor(client, own)

    def ask(public_id: uuid.UUID) -> Callable[[], int]:
        path = reverse("referrals:sent", args=[program.slug, public_id])
        return lambda: client.get(path).status_code

    return {"another officer's referral, and none": in_turn(ask(referral), lambda: ask(uuid.uuid4())(), 404)}


def messages() -> dict[str, Any]:
    """The public form, about a person on record and about one who is not."""
    from django.test import Client, override_settings

    from handoff.testing.programs import make_person, make_program

    program = make_program(slug="public")
    person = make_person(program)
    client = Client()

    def send(name: str) -> Callable[[], int]:
        form = {"for_whom": "self", "person_name": name, "how_to_reach": "910 555 0199"}
        return lambda: client.post(f"/p/{program.slug}/refer/", form).status_code

    with override_settings(PUBLIC_FORM_PER_HOUR=10 * TRIES, PUBLIC_FORM_PER_HOUR_IN_PROGRAM=20 * TRIES):
        return {
            "a public message about a known person, and an unknown one": in_turn(
                send(person.full_name), send("Nobody Known"), 302
            )
        }


def in_turn(first: Callable[[], int], second: Callable[[], int], wanted: int) -> dict[str, Any]:
    """Time two askings in turn and return the medians in milliseconds."""
    spent: tuple[list[float], list[float]] = ([], [])
    for number in range(TRIES + 10):
        for place, ask in enumerate((first, second)):
            cpu_started = time.perf_counter()
            status = ask()
            if number >= 10:
                spent[place].append(1000 * (time.perf_counter() - cpu_started))
            if status != wanted:
                raise RuntimeError(f"answered {status}")
    one, other = median(spent[0]), median(spent[1])
    return {"closed_ms": round(one, 2), "never_ms": round(other, 2), "apart_ms": round(abs(one - other), 2)}


if __name__ == "__main__":
    main()
