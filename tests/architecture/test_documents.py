"""The documentation check finds what it promises to find."""

import pytest

from scripts import check_documents
from tests.architecture.source import ROOT


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing is stored (C99).",
        "See ADR 9999.",
        "A charge is dropped (N99).",
        "finding-S99: a hole.",
        "Decision: docs/adr/9999.",
    ],
)
def test_a_cited_id_or_decision_that_does_not_exist_is_found(sentence):
    assert list(check_documents.unknown_citations(sentence))


@pytest.mark.parametrize("sections", ["3f", "3a, 3b and 11"])
def test_a_cited_section_of_the_handbook_that_does_not_exist_is_found(sections):
    assert list(check_documents.unknown_sections(f"(handbook {sections})"))


@pytest.mark.parametrize("sentence", ["(security.md 5.7)", "(threats.md 5.99)", "see docs/how-to/none.md"])
def test_a_cited_page_or_section_that_does_not_exist_is_found(sentence):
    assert list(check_documents.unknown_pages(sentence))


@pytest.mark.parametrize("sentence", ["Tap *New referal*.", "Choose *Accounts → Add person*."])
def test_a_quoted_label_that_the_application_does_not_have_is_found(sentence):
    assert list(check_documents.unknown_labels(sentence))


def test_each_finding_is_cited_by_a_test_that_proves_it():
    cited = {
        prefixed or bare
        for path in [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("handoff/**/tests/test_*.py")]
        for prefixed, bare in check_documents.CITED_FINDING.findall(path.read_text(encoding="utf-8"))
    }
    assert check_documents.known_findings() - cited == set()


def test_labels_of_the_application_may_be_quoted_and_emphasis_is_bold():
    sentence = "Tap *New\nreferral*, then *Audit log → Weekly access review*, **never** `*.csv`."
    assert not list(check_documents.unknown_labels(sentence))


def test_citations_that_exist_pass():
    sentence = (
        "(C10, threat T11, N20, finding-S11, handbook 3c and 7a, threats.md 5.7, law.md 2.4, docs/adr/0017)"
    )
    assert not [
        *check_documents.unknown_citations(sentence),
        *check_documents.unknown_sections(sentence),
        *check_documents.unknown_pages(sentence),
    ]
