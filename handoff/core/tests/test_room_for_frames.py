"""No page becomes slow because the calls on the way to it happen to be one more."""

import inspect

from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from handoff.core.frames import run_with_room
from handoff.core.middleware import FramesMiddleware

ROOM = 100_000


def test_each_request_is_answered_below_one_large_frame():
    rooms = []

    def answer(_request):
        rooms.extend(each.frame.f_code.co_stacksize for each in inspect.stack()[:6])
        return HttpResponse("ok")

    assert FramesMiddleware(answer)(RequestFactory().get("/")).content == b"ok"
    assert max(rooms) > ROOM
    assert settings.MIDDLEWARE[0].endswith(".FramesMiddleware"), "what comes before it has no room"


def test_what_was_called_answers_and_fails_as_it_would():
    assert run_with_room(lambda: 7) == 7
    try:
        run_with_room(lambda: 1 / 0)
    except ZeroDivisionError:
        return
    raise AssertionError("the error was lost")
