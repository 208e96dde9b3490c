"""One sample of every page, by side: a new page without one fails `test_every_page.py`."""

from tests.journeys.samples.care import samples_of_care
from tests.journeys.samples.law import (
    samples_for_everyone,
    samples_of_law,
    samples_of_meetings,
    samples_of_providers,
)
from tests.journeys.samples.program import (
    samples_of_caseloads,
    samples_of_directory,
    samples_of_figures,
    samples_of_program,
    samples_of_records,
    samples_of_supplies,
    samples_of_surveys,
)

SAMPLES = {
    "everybody": samples_for_everyone,
    "law": samples_of_law,
    "meetings": samples_of_meetings,
    "providers": samples_of_providers,
    "care": samples_of_care,
    "program": samples_of_program,
    "figures": samples_of_figures,
    "surveys": samples_of_surveys,
    "caseloads": samples_of_caseloads,
    "supplies": samples_of_supplies,
    "directory": samples_of_directory,
    "records": samples_of_records,
}
"""Every page, with who opens it and the record it shows."""
