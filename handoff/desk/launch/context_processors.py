"""The strip of the first-run guide, on each page where one of its steps is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from handoff.access.http import AppRequest
from handoff.access.permissions import Permission
from handoff.desk.launch.queries import STEP_OF_PAGE, LaunchStep, is_starting, launch_steps


@dataclass(frozen=True)
class GuideStrip:
    """Where a page stands in the guide, and which step comes next."""

    number: int
    total: int
    step: LaunchStep
    missing: list[tuple[str, str]]
    guide_url: str
    following: LaunchStep | None
    following_url: str


def guide_strip(request: AppRequest) -> dict[str, object]:
    """Lead program managers back to the guide and on to its next step, until the first referral."""
    program, actor = getattr(request, "program", None), getattr(request, "actor", None)
    page = request.resolver_match.view_name if request.resolver_match else ""
    key = STEP_OF_PAGE.get(page)
    if key is None or program is None or actor is None or not actor.can(Permission.PROGRAM_SETUP):
        return {}

    def build() -> GuideStrip | None:
        if not is_starting(program):
            return None
        steps = launch_steps(program, request.at)
        place = next(place for place, each in enumerate(steps) if each.definition.key == key)
        following = next((each for each in steps[place + 1 :] + steps[:place] if each.blocks), None)
        return GuideStrip(
            number=place + 1,
            total=len(steps),
            step=steps[place],
            missing=[
                (each.sentence, reverse(each.page, args=[program.slug])) for each in steps[place].missing
            ],
            guide_url=reverse("launch:guide", args=[program.slug]),
            following=following,
            following_url=reverse(following.definition.page, args=[program.slug]) if following else "",
        )

    return {"guide_strip": SimpleLazyObject(build)}
