"""What no workbook may bring: Social Security numbers and criminal histories (threat T8)."""

import re

SOCIAL_SECURITY = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")
LEFT_OUT = "[…]"
NEVER_KEPT = (
    "ssn",
    "social_security",
    "soc_sec",
    "criminal_hist",
    "criminal_record",
    "rap_sheet",
    "prior_arrest",
    "prior_conv",
    "prior_record",
    "priors",
    "convictions",
    "drug_screen",
    "drug_test",
    "urine",
    "uds",
)
"""Words in headings: of columns that the product has no item for (G4), and whose cells are never kept."""


def leave_out_numbers(text: str) -> str:
    """A cell without anything written like a Social Security number."""
    return SOCIAL_SECURITY.sub(LEFT_OUT, text)
