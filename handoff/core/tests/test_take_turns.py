"""Requests of one process take turns; a slow one keeps no one waiting for long."""

import threading

from django.conf import settings

from handoff.core.turns import Turns


def in_thread(act):
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_the_next_begins_when_the_one_before_has_ended():
    turns, done = Turns(patience=60), []

    def work(name):
        with turns.taken():
            done.append(f"{name} begins")
            done.append(f"{name} ends")

    with turns.taken():
        others = [in_thread(lambda name=name: work(name)) for name in "ab"]
        done.append("first ends")
    for each in others:
        each.join()
    assert done[0] == "first ends"
    assert [each[2:] for each in done[1:]] == ["begins", "ends", "begins", "ends"]


def test_a_slow_one_is_overtaken_and_those_after_it_take_turns_again():
    turns, order = Turns(patience=0.01), []
    inside, leave = threading.Event(), threading.Event()

    def be_slow():
        with turns.taken():
            inside.set()
            leave.wait(timeout=60)
            order.append("slow")

    slow = in_thread(be_slow)
    inside.wait(timeout=60)
    with turns.taken():
        order.append("quick")
    with turns.taken():
        order.append("next")
    leave.set()
    slow.join()
    assert order == ["quick", "next", "slow"]


def test_a_failure_gives_the_turn_back():
    turns = Turns(patience=60)
    try:
        with turns.taken():
            raise ValueError
    except ValueError:
        with turns.taken():
            return


def test_style_sheets_and_pictures_wait_for_no_page():
    names = [each.rpartition(".")[2] for each in settings.MIDDLEWARE]
    assert (
        names.index("WhiteNoiseMiddleware")
        < names.index("TurnsMiddleware")
        < names.index("SessionMiddleware")
    )
