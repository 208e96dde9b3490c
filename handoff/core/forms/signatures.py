"""A signature drawn on the screen, stored as its strokes so that it can be drawn at any size."""

import json
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handoff.core.forms.base import Attrs

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WIDTH, HEIGHT = 1000, 300
MAX_CHARACTERS = 60_000
MAX_STROKES = 200
MAX_POINTS = 5_000
MIN_DRAWN_LENGTH = 60

Point = list[int]
Strokes = list[list[Point]]


def parse_strokes(sent: object) -> Strokes:
    """The strokes of a drawn signature, points in a box of 1000 by 300; raises ValueError."""
    if isinstance(sent, str) and len(sent) > MAX_CHARACTERS:
        raise ValueError("too long")
    written = json.loads(sent) if isinstance(sent, str) else sent
    if not isinstance(written, list) or len(written) > MAX_STROKES:
        raise ValueError("not a list of strokes")
    strokes = [[parse_point(point) for point in stroke] for stroke in written if isinstance(stroke, list)]
    if len(strokes) != len(written) or sum(map(len, strokes)) > MAX_POINTS:
        raise ValueError("not strokes, or too many points")
    return [stroke for stroke in strokes if stroke]


def parse_point(point: object) -> Point:
    if not (isinstance(point, list) and len(point) == 2 and all(type(number) is int for number in point)):
        raise ValueError("not a point")
    x, y = point
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise ValueError("outside the box")
    return [x, y]


def drawn_length(strokes: Strokes) -> float:
    """The length of all lines drawn, in units of the box."""
    return sum(math.dist(a, b) for stroke in strokes for a, b in pairwise(stroke))


def svg_path(strokes: Strokes) -> str:
    """The strokes as the data of an SVG path; a single point is a dot."""
    lines = []
    for stroke in strokes:
        points = stroke if len(stroke) > 1 else [stroke[0], stroke[0]]
        lines.append("M" + "L".join(f"{x} {y}" for x, y in points))
    return "".join(lines)


class SignaturePad(forms.HiddenInput):
    """A box to draw in; without JavaScript, the advice to sign on paper."""

    template_name = "core/forms/signature.html"
    use_fieldset = True
    input_type = "hidden"
    default_hint = _("To sign on paper instead, upload a photo of the signed form.")

    def __init__(self, *, paper_hint: "StrOrPromise | None" = None) -> None:
        super().__init__()
        self.paper_hint = self.default_hint if paper_hint is None else paper_hint

    @property
    def is_hidden(self) -> bool:
        """The pad is visible, although what it sends is a hidden value."""
        return False

    def get_context(self, name: str, value: object, attrs: Attrs | None) -> Attrs:
        context = super().get_context(name, value, attrs)
        context["widget"]["paper_hint"] = self.paper_hint
        for name_of_attr in ("aria-required", "aria-invalid", "class"):
            context["widget"]["attrs"].pop(name_of_attr, None)
        return context

    def id_for_label(self, id_: str) -> str:
        return ""

    def first_input_id(self, auto_id: str) -> str:
        return f"{auto_id}_pad"


class SignatureField(forms.Field):
    """A drawn signature. Returns its strokes, lists of [x, y] fit for a JSON field; None when left blank."""

    blank_sentence = _("Sign in the box for “{field}.”")
    default_error_messages = {
        "required": _("Sign in the box."),
        "invalid": _("We didn't get the whole signature. Clear the box and sign again."),
        "too_little": _("That's too short to be a signature. Sign in the box with your finger or mouse."),
    }

    def __init__(self, *, paper_hint: "StrOrPromise | None" = None, **kwargs: Any) -> None:
        super().__init__(widget=SignaturePad(paper_hint=paper_hint), **kwargs)

    def prepare_value(self, value: object) -> object:
        """Write stored strokes into the hidden input; what was sent goes back as it came."""
        return json.dumps(value, separators=(",", ":")) if isinstance(value, list) else value

    def to_python(self, value: object) -> Strokes | None:
        sent = value.strip() if isinstance(value, str) else value
        if not sent or sent == "[]":
            return None
        try:
            strokes = parse_strokes(sent)
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if drawn_length(strokes) < MIN_DRAWN_LENGTH:
            raise ValidationError(self.error_messages["too_little"], code="too_little")
        return strokes
