"""A list of another state gets no figure, whatever that state calls its sections, and the reason in both languages."""

import pytest
from django.utils.translation import override

from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.opportunity.presenters.sentences import headline
from handoff.opportunity.readers.arrest_list import read_bytes
from handoff.opportunity.readers.headings import find_columns
from handoff.opportunity.rules.analysis import Withheld, analyze

OTHER_STATES = {
    "Washington": "RCW: 69.50.4013 9A.56.050 9A.52.080 69.50.412 9A.56.050 9A.76.020",
    "Ohio": "ORC Section: 2925.14 2913.02 2911.21 2925.11 2913.02(A)(1) 2917.11",
    "Ohio, in full": "Ohio Revised Code: 2925.14 2913.02 2911.21 2925.11 2913.02(A)(1) 2917.11",
    "Michigan": "MCL: 333.7403 750.356D 750.552 333.7404 750.356 750.81",
    "Texas": "Penal Code: 31.03 30.05 481.115 481.125 42.01 31.03(E)",
}
WORDS = ("POSSESSION OF CONTROLLED SUBSTANCE", "SHOPLIFTING", "TRESPASS", "DRUG PARAPHERNALIA")


@pytest.mark.parametrize("state", OTHER_STATES)
def test_a_list_of_another_state_gets_no_figure_and_the_reason(state):
    """Its words are those of any state: read without its sections it would get a figure under North Carolina's law."""
    heading, sections = OTHER_STATES[state].split(": ")
    rows = [
        f"{number},1/{number}/2025,{WORDS[number % 4]},{section},30"
        for number, section in enumerate(sections.split(), 1)
    ]
    table = read_bytes("\n".join([f"Case #,Arrest Date,Charge,{heading},Age", *rows]).encode())
    result = analyze(table, find_columns(table), NORTH_CAROLINA)
    assert result.withheld == Withheld.OTHER_STATE and result.divertible is None
    for language, name in (("en", "North Carolina"), ("es", "Carolina del Norte")):
        with override(language):
            assert name in headline(result, "")
