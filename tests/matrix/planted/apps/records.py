"""Planted bugs in erasure, its replay after a restore, and what holds it."""

from tests.matrix.mutants import mutants_found_by

ERASE = "handoff/records/tests/test_erase_people.py"
COPY = "handoff/records/tests/test_copy_records.py"
ERASING = "handoff.records.services.erasure.erase_records"

RECORDS = (
    *mutants_found_by(
        f"{ERASE}::test_a_restored_person_is_erased_again_once",
        (
            "an erasure after a restore leaves the birth date",
            "handoff.records.services.erasure.replay_erasure",
            "scans = erase_records(person, by=None, at=at)",
            "scans = erase_records(person, by=None, at=at)\n"
            "    Person.objects.filter(pk=person.pk).update(date_of_birth=person.date_of_birth)",
        ),
    ),
    *mutants_found_by(
        f"{ERASE}::test_a_legal_request_holds_the_records_until_it_is_answered",
        (
            "a legal request whose answer is approved holds nothing",
            "handoff.records.queries.held.open_requests",
            ", states.APPROVED",
            "",
        ),
        (
            "a legal request whose answer is proposed holds nothing",
            "handoff.records.queries.held.open_requests",
            " states.PROPOSED,",
            "",
        ),
    ),
    *mutants_found_by(
        f"{ERASE}::test_an_erasure_leaves_no_word_that_care_wrote",
        (
            "an erasure leaves counseling notes",
            ERASING,
            "elif holding.blank:",
            'elif "counseling_text" in holding.blank:\n'
            "            rows.exclude(label='counseling').update(**holding.blank)\n"
            "        elif holding.blank:",
        ),
        (
            "an erasure leaves next steps",
            ERASING,
            "elif holding.blank:",
            'elif holding.blank and holding.path != "step__goal__person":',
        ),
    ),
    *mutants_found_by(
        f"{COPY}::test_case_notes_are_in_a_copy_only_where_its_maker_may_read_them",
        (
            "a copy has notes that its maker can't read",
            "handoff.records.services.copying.copy_record",
            "if label not in readable",
            "if label not in NOTE_HOLDINGS",
        ),
    ),
)
