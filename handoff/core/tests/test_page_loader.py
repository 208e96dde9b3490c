"""Pages are sent without the indentation of their templates (finding-A8)."""

from django.template.loader import get_template


def test_a_page_has_no_indentation_and_errors_still_name_the_right_line():
    source = get_template("referrals/own.html").template.source
    assert "\n " not in source and " \n" not in source
    with open(get_template("referrals/own.html").origin.name, encoding="utf-8") as file:
        assert source.count("\n") == file.read().count("\n")
