"""Pages are sent without the indentation of their templates (finding-A8)."""

from pathlib import Path

from django.template.loader import get_template


def test_a_page_has_no_indentation_and_errors_still_name_the_right_line():
    source = get_template("referrals/own.html").template.source
    assert "\n " not in source and " \n" not in source
    written = Path(get_template("referrals/own.html").origin.name).read_text(encoding="utf-8")
    assert source.count("\n") == written.count("\n")
