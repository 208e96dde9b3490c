"""K11: the participant's word comes first, staff say only what they want to, and no one is assigned by a rule."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.accounts.models import User
from handoff.audit.models import AuditEvent
from handoff.casework.caseloads.queries import asking_for_another, caseloads
from handoff.casework.matching import services
from handoff.casework.matching.queries import profile_of, profiles, suggestions, wanted_by, wish_of
from handoff.casework.matching.rules import Candidate, Reason, Wanted, names_place, order_matches
from handoff.casework.models import WorkerChange, WorkerProfile, WorkerWish
from handoff.core.refusals import Refused
from handoff.testing.casework import make_contact_point, make_profile, make_wish
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_person, make_program

NEXT = AT + timedelta(days=1)
WITH_ARREST = frozenset({"arrest"})


def order(wanted, *candidates):
    return [each.candidate.user_id for each in order_matches(candidates, wanted)]


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Wanted("es"), Candidate(2, languages=["es"])),
        (Wanted("en", gender="woman"), Candidate(2, gender="woman")),
        (Wanted("en", experiences=WITH_ARREST), Candidate(2, experiences=WITH_ARREST)),
        (Wanted("en", places="behind the library | "), Candidate(2, neighborhoods=["library"])),
        (Wanted("en", worker_id=2), Candidate(2)),
        (Wanted("en", away_from=1), Candidate(2)),
        (Wanted("en"), Candidate(2, free=300)),
    ],
)
def test_who_fits_stands_first(wanted, fits):
    assert order(wanted, Candidate(1, free=200 if fits.free else 0), fits) == [2, 1]


def test_the_persons_word_counts_more_than_everything_else():
    fits = Candidate(1, ["es"], "woman", WITH_ARREST, ["library"], 900)
    wanted = Wanted("es", "woman", WITH_ARREST, worker_id=2, places="library")
    assert order(wanted, fits, Candidate(2)) == [2, 1]
    away = Wanted("es", "woman", WITH_ARREST, away_from=1, places="library")
    assert order(away, fits, Candidate(2)) == [2, 1]


def test_a_neighborhood_is_known_by_its_whole_words():
    """ "Knows their neighborhood" stood beside Oak for someone in Oakland Avenue."""
    places = "12 oakland ave | behind the east park, gate 2"
    known = [name for name in ("oak", "park", "east park", "st", "gate 2") if names_place(name, places)]
    assert known == ["park", "east park", "gate 2"]


def test_without_a_wish_gender_and_experience_are_no_reason():
    match = order_matches([Candidate(1, gender="woman", experiences=WITH_ARREST)], Wanted("en"))[0]
    assert match.reasons == (Reason.NO_ROOM,)


CANDIDATES = st.builds(
    Candidate,
    st.integers(1, 5),
    st.lists(st.sampled_from(["en", "es"])),
    st.sampled_from(["", "woman", "man"]),
    st.frozensets(st.sampled_from(["arrest", "military"])),
    st.just([]),
    st.integers(-200, 500),
)


@given(st.lists(CANDIDATES, unique_by=lambda each: each.user_id), st.sampled_from(["en", "es", "vi"]))
def test_everyone_stays_a_choice_and_every_one_has_a_reason(candidates, language):
    matches = order_matches(candidates, Wanted(language, "woman", WITH_ARREST, away_from=1))
    assert {each.candidate.user_id for each in matches} == {each.user_id for each in candidates}
    assert all(each.reasons for each in matches)


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def person(program):
    return make_person(program, language="es")


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def test_a_suggestion_comes_from_what_staff_said_and_the_person_wishes(program, person, worker):
    fits = make_actor(program, "peer_support")
    make_profile(
        fits, gender="woman", experiences=["arrest", "military"], neighborhoods=" Biblioteca, , Mill"
    )
    make_contact_point(person, kind="place", value="La Bibliotéca, tardes")
    make_wish(person, worker, another_worker=False, gender="woman", experiences=["arrest"])
    found = suggestions(program, caseloads(program, AT), wanted_by(person, worker.user_id))
    assert [each.caseload.user.pk for each in found] == [fits.user_id, worker.user_id]
    assert found[0].match.reasons == (
        Reason.LANGUAGE,
        Reason.GENDER,
        Reason.EXPERIENCE,
        Reason.NEIGHBORHOOD,
        Reason.ROOM,
    )
    assert found[1].match.reasons == (Reason.OTHER_LANGUAGE, Reason.ROOM)


def test_what_someone_said_or_wished_in_another_program_counts_there_alone(program, person, worker):
    elsewhere = make_program()
    there = actor_of(
        make_member(elsewhere, "peer_support", user=User.objects.get(pk=worker.user_id)), elsewhere
    )
    make_profile(there, languages=["es"])
    assert profiles(program) == {} and profile_of(program, worker.user_id) is None
    make_wish(make_participant(elsewhere, actor=there).person, there)
    assert asking_for_another(program, caseloads(elsewhere, AT)) == []


def test_asking_for_another_worker_stands_until_there_is_one(program, person, worker):
    make_participant(program, person, worker)
    make_wish(person, worker)
    assert wanted_by(person, worker.user_id).away_from == worker.user_id
    assert [each.person for each in asking_for_another(program, caseloads(program, AT))] == [person]
    WorkerChange.objects.create(program=program, person=person, changed_at=NEXT)
    assert wanted_by(person, worker.user_id).away_from is None
    assert not asking_for_another(program, caseloads(program, NEXT))


def test_a_wish_is_kept_beside_the_earlier_ones_and_the_same_once(person, worker):
    for _twice in range(2):
        make_wish(person, worker, words=" Someone quiet. ")
    make_wish(person, worker, NEXT, another_worker=False, words="")
    assert WorkerWish.objects.count() == 2 and not wish_of(person).another_worker
    event = AuditEvent.objects.filter(action="worker_wish.recorded").first()
    assert event.subject == str(person.public_id)


def test_staff_take_back_what_they_said_for_good(program, worker):
    make_profile(worker, experiences=["arrest"])
    make_profile(worker, NEXT, experiences=[])
    assert WorkerProfile.objects.get().experiences == []
    services.remove_profile(actor=worker, program=program, at=NEXT)
    assert profile_of(program, worker.user_id) is None
    details = [each.details for each in AuditEvent.objects.filter(action="worker_profile.changed")]
    assert len(details) == 3 and not any("arrest" in str(each) for each in details)


def test_what_is_not_on_a_list_is_refused(program, person, worker):
    for act in (
        lambda: make_profile(worker, languages=["tlh"]),
        lambda: make_profile(worker, experiences=["score"]),
        lambda: make_wish(person, worker, gender="any"),
        lambda: make_wish(person, worker, experiences=["score"]),
    ):
        with pytest.raises(Refused, match="from the lists"):
            act()
    with pytest.raises(Refused, match="from the care team"):
        make_wish(person, worker, worker_id=make_actor(make_program(), "case_manager").user_id)


def test_only_the_care_team_speaks_of_itself_and_records_wishes(program, person, worker):
    reader, outsider = make_actor(program, "data_manager"), make_actor(make_program(), "case_manager")
    for actor in (reader, outsider):
        for act in (
            lambda who: services.save_profile(
                actor=who, program=program, profile_input=services.ProfileInput(), at=AT
            ),
            lambda who: services.remove_profile(actor=who, program=program, at=AT),
        ):
            with pytest.raises(Refused, match="Only people on the care team"):
                act(actor)
    with pytest.raises(Refused, match="Only the care team"):
        make_wish(person, reader)
    with pytest.raises(Refused, match="isn't in your program"):
        make_wish(person, outsider)
