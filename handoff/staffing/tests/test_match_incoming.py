"""Incoming people against a roster: the right bucket, the right first candidate, near doubles shown (C-F27, C-F30)."""

from dataclasses import replace
from datetime import date

import pytest

from handoff.participants.lookup.services import CandidateIndex, find_candidates
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.queries import Matcher
from handoff.staffing.reports.rules.matching import lookup_query
from handoff.testing.programs import make_program
from handoff.testing.roster import enroll_roster, file_rows

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)


def named(row):
    return NamedPerson(
        first=row["first"],
        middle=row["middle"],
        last=row["last"],
        suffix=row["suffix"],
        born_on=date.fromisoformat(row["dob"]) if row["dob"] else None,
        age=int(row["age"]) if row["age"] else None,
    )


def test_each_incoming_row_is_in_a_right_bucket_with_the_right_people_shown():
    program = make_program()
    people = enroll_roster(program)
    refs = {person.pk: ref for ref, person in people.items()}
    matcher = Matcher(program, CandidateIndex(program.pk))
    problems = []
    for row in file_rows("match_incoming.csv"):
        match = matcher.match(named(row), ON)
        shown = [refs[each.person_id] for each in match.candidates]
        allowed = {"none": "new"}
        if match.bucket not in {allowed.get(each, each) for each in row["allowed"].split("|")}:
            problems.append((row["n"], match.bucket.value, row["allowed"], row["why"]))
        if row["first_candidate"] and match.bucket != "new" and shown[:1] != [row["first_candidate"]]:
            problems.append((row["n"], shown, row["first_candidate"]))
        if row["also_shown"] and row["also_shown"] not in shown:
            problems.append((row["n"], shown, row["also_shown"]))
    assert problems == []


def test_the_index_answers_as_the_lookup_does():
    program = make_program()
    enroll_roster(program)
    index = CandidateIndex(program.pk)
    for row in file_rows("match_incoming.csv"):
        query = lookup_query(named(row), ON)
        assert index.find(query) == find_candidates(program.pk, query)


def test_a_son_of_the_same_name_and_birth_date_but_another_suffix_is_compared_alone():
    program = make_program()
    enroll_roster(program)
    senior = NamedPerson("MARCUS", "DELANE", "WHITCOMB", "SR", date(1988, 3, 14), None)
    matcher = Matcher(program, CandidateIndex(program.pk))
    assert matcher.match(senior, ON).bucket == "review"
    assert matcher.match(replace(senior, suffix="JR"), ON).bucket == "matched"
