"""A scanner of the county's own is asked before a file is kept; no answer is not a clean answer."""

import io
import stat
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from handoff.config.readiness import check_scanner
from handoff.config.results import is_good
from handoff.core.refusals import Refused
from handoff.documents.services import check_content

EICAR_LIKE = b"harmless in this test, called infected by the scanner below"
SCANNER = """#!{python}
import sys
content = sys.stdin.buffer.read()
sys.exit(2 if b"broken" in content else 1 if b"infected" in content else 0)
"""


@pytest.fixture
def scanner(settings, tmp_path):
    program = tmp_path / "scanner"
    program.write_text(SCANNER.format(python=sys.executable), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    settings.SCAN_COMMAND = [str(program)]
    return settings


def picture(hidden: bytes = b"") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, format="PNG")
    return SimpleUploadedFile("scan.png", out.getvalue() + hidden)


def test_a_clean_file_is_taken(scanner):
    assert check_content(picture())[1] == "image/jpeg"
    assert is_good(check_scanner())


def test_an_infected_file_is_refused_before_it_is_decoded(scanner):
    with pytest.raises(Refused, match="found a problem"):
        check_content(picture(EICAR_LIKE))


def test_while_the_scanner_gives_no_answer_nothing_is_taken(scanner, tmp_path):
    with pytest.raises(Refused, match="can't check files for viruses"):
        check_content(picture(b"broken"))
    scanner.SCAN_COMMAND = [str(tmp_path / "not-there")]
    with pytest.raises(Refused, match="can't check files for viruses"):
        check_content(picture())
    assert not is_good(check_scanner())


def test_without_a_scanner_files_are_accepted_and_check_reports_it(settings):
    settings.SCAN_COMMAND = []
    assert check_content(picture(EICAR_LIKE))[1] == "image/jpeg"
    message = check_scanner()
    assert is_good(message) and "none is asked" in message.msg
