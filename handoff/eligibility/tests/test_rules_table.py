"""The table that partners sign matches the rules."""

import ast
import csv
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from handoff.eligibility.engine import table
from handoff.eligibility.engine.findings import ADVICE_SENTENCES, ANSWER_WORDS, Advice, CriterionAnswer

PURE = (
    "amounts",
    "criteria",
    "checks",
    "facts",
    "findings",
    "limits",
    "north_carolina",
    "quantities",
    "assessment",
    "rules.charge",
    "rules.person",
    "table",
)


def test_the_committed_table_is_what_the_rules_do(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["table", "--check"])
    monkeypatch.delitem(sys.modules, table.__name__)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(table.__name__, run_name="__main__")
    assert ended.value.code == 0


def test_the_table_has_each_advice_and_a_readable_size():
    rows = list(csv.DictReader(table.as_csv().splitlines()[1:]))
    assert {row["advice"] for row in rows} == {advice.replace("_", " ") for advice in Advice}
    assert 300 <= len(rows) <= 2000
    assert all(row["why"] for row in rows if row["advice"] != "eligible")


def test_no_two_rows_of_the_same_answers_differ():
    seen: dict[tuple[str, ...], str] = {}
    for row in list(table.rows())[1:]:
        answers, said = row[2:12], row[12]
        assert seen.setdefault(answers, said) == said


def test_a_stale_table_is_noticed_and_rebuilt(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(table, "TABLE", tmp_path / "eligibility-table.csv")
    assert table.main(["--check"]) == 1
    assert "eligibility-table.csv is not what the rules do" in capsys.readouterr().err
    assert table.main([]) == 0
    assert table.main(["--check"]) == 0


def test_every_advice_and_answer_has_words():
    assert set(ADVICE_SENTENCES) == set(Advice) == set(table.MEANINGS)
    assert set(ANSWER_WORDS) == set(CriterionAnswer)


def test_the_rules_run_without_django():
    names = ", ".join(f"handoff.eligibility.engine.{name}" for name in PURE)
    code = f"import sys, {names}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own words


@pytest.mark.parametrize("name", PURE)
def test_no_sentence_commands(name):
    source = (
        Path(table.__file__).parent.joinpath(*name.split(".")).with_suffix(".py").read_text(encoding="utf-8")
    )
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    marked = [
        str(ast.literal_eval(call.args[0]))
        for call in calls
        if getattr(call.func, "id", "") == "mark" and isinstance(call.args[0], ast.Constant)
    ]
    assert not [sentence for sentence in marked if "must" in sentence.lower().split()]
