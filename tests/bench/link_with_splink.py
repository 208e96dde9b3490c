"""Link two tables of people with Splink, in an environment that has it: LEFT.csv RIGHT.csv.

Prints, for each row of the right table, the likeliest row of the left one and its probability, as JSON. The model is
that of Splink's own tutorial for names and birth dates: its comparisons and training, unchanged.
"""

import json
import sys

import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # type: ignore[import-not-found]


def main() -> None:
    api = DuckDBAPI()
    names = ("participants", "incoming")
    for name, path in zip(names, sys.argv[1:3], strict=True):
        api._con.execute(
            f"CREATE TABLE {name} AS SELECT CAST(unique_id AS VARCHAR) AS unique_id, first_name, surname,"
            f" NULLIF(dob, '') AS dob FROM read_csv('{path}', all_varchar = true)"
        )
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("dob"),
            block_on("surname", "substr(dob, 1, 4)"),
            block_on("first_name", "substr(dob, 1, 4)"),
            block_on("first_name", "surname"),
            block_on("substr(dob, 6, 5)", "substr(surname, 1, 1)"),
        ],
    )
    linker = Linker([api.register(name, dataset_display_name=name) for name in names], settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("dob", "surname"), block_on("first_name", "surname", "dob")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    table = linker.inference.predict(threshold_match_probability=0.01).physical_name
    rows = api._con.execute(
        "SELECT CASE WHEN source_dataset_l = 'participants' THEN unique_id_l ELSE unique_id_r END,"
        " CASE WHEN source_dataset_l = 'participants' THEN unique_id_r ELSE unique_id_l END, match_probability"
        f" FROM {table} ORDER BY match_probability"
    ).fetchall()
    sys.stdout.write(json.dumps({incoming: [person, chance] for person, incoming, chance in rows}))


if __name__ == "__main__":
    main()
