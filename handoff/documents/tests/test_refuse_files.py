"""Who is refused a stored file, and with which sentence."""

import pytest

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.policies import check_can_see_file


def actor(role, program_id=1):
    return Actor(
        user_id=7, program_id=program_id, username="user", roles=frozenset({role}), agreement_signed=True
    )


@pytest.mark.parametrize("kind", StoredFile.Kind.values)
def test_no_file_is_opened_from_another_program(kind):
    with pytest.raises(Refused, match="This file isn't in your program"):
        check_can_see_file(actor(RoleName.PROGRAM_MANAGER, program_id=2), StoredFile(program_id=1, kind=kind))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (StoredFile.Kind.ROI_SCAN, "Only the care team can open scanned releases"),
        (StoredFile.Kind.LEGAL_ORDER, "Only people who handle legal requests"),
        (StoredFile.Kind.AGREEMENT, "Only people who manage partners"),
    ],
)
def test_the_law_side_is_refused_every_kind_of_file_and_its_manager_opens_it(kind, sentence):
    stored = StoredFile(program_id=1, kind=kind)
    check_can_see_file(actor(RoleName.PROGRAM_MANAGER), stored)
    with pytest.raises(Refused, match=sentence):
        check_can_see_file(actor(RoleName.OFFICER), stored)
