"""Forms that a phone kept while it had no network: opened before their view, answered in a word (K3, docs/adr/0072).

The box is sent to the form's own URL. So everything that stands before the view stands before the box as well: sign-in,
agreement, role, the reason that is asked of users outside the team, the audit row.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TypeVar, cast

from django.http import HttpResponse, JsonResponse

from handoff.access.http import ProgramRequest
from handoff.accounts.middleware.typed import drop_saved
from handoff.accounts.services.phones import open_phone_box
from handoff.core.sealing import SealError

View = TypeVar("View", bound=Callable[..., HttpResponse])
MOST_SECONDS = 400 * 24 * 60 * 60
"""More than any form takes for its past."""


def takes_phone_boxes(view: View) -> View:
    """Let a view take its form from a phone that kept it, and answer `saved`, `refused` or `foreign`.

    What is refused is kept as a draft of the page. The view finds the entries in `request.POST`, and in
    `request.typed_at` when they were typed.
    """

    @wraps(view)
    def answer(request: ProgramRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST" or "box" not in request.POST:
            return view(request, *args, **kwargs)
        try:
            enter_box(request)
        except SealError:
            return JsonResponse({"state": "foreign"}, status=409)
        response = view(request, *args, **kwargs)
        if response.status_code != 302:
            return JsonResponse({"state": "refused"})
        drop_saved(request)
        return JsonResponse({"state": "saved"})

    return cast("View", answer)


def enter_box(request: ProgramRequest) -> None:
    """Put what the box holds in place of what was sent. The phone says how long ago, so its clock needn't be right."""
    entries = open_phone_box(
        user=request.user, program=request.program, path=request.path, box=request.POST["box"]
    )
    try:
        age = int(request.POST.get("age", ""))
    except ValueError as error:
        raise SealError("It doesn't say how old it is.") from error
    request.typed_at = request.at - timedelta(seconds=min(max(age, 0), MOST_SECONDS))
    request.POST = entries  # type: ignore[assignment]
