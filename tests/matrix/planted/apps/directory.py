"""Planted bugs in what keeps the entries and programs of the directory apart."""

from tests.matrix.mutants import mutants_found_by

KEEP = "handoff/directory/tests/test_keep_directory.py"
IMPORT = "handoff/directory/tests/test_import_directory.py"
SEARCH = "handoff/directory/tests/test_search_directory.py"

DIRECTORY = (
    *mutants_found_by(
        f"{KEEP}::test_a_part_is_found_under_its_own_service_alone",
        (
            "a place of another service is changed",
            "handoff.directory.queries.find_place",
            "filter(service=service)",
            "all()",
        ),
        (
            "a phone number of another service is changed",
            "handoff.directory.queries.find_phone",
            "service=service, ",
            "",
        ),
        (
            "hours of another service are changed",
            "handoff.directory.queries.find_hours",
            "service=service, ",
            "",
        ),
        (
            "a cost of another service is changed",
            "handoff.directory.queries.find_cost",
            "service=service, ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{SEARCH}::test_the_languages_to_choose_are_those_of_the_program_s_own_services",
        (
            "languages of another program's services are offered",
            "handoff.directory.queries.languages_in_use",
            "filter(program=program)",
            "all()",
        ),
    ),
    *mutants_found_by(
        f"{KEEP}::test_the_organizations_to_choose_are_the_program_s_own",
        (
            "organizations of another program are offered",
            "handoff.directory.queries.organizations_of",
            "filter(program=program)",
            "all()",
        ),
    ),
    *mutants_found_by(
        f"{KEEP}::test_no_one_else_writes_the_directory",
        (
            "anyone adds a service",
            "handoff.directory.services.entries.add_service",
            "policies.check_can_edit(actor, program.pk)",
            "pass",
        ),
        (
            "anyone changes an organization",
            "handoff.directory.services.entries.change_organization",
            "policies.check_can_edit(actor, organization.program_id)",
            "pass",
        ),
        (
            "anyone changes a phone number",
            "handoff.directory.services.parts.save_phone",
            "policies.check_can_edit(actor, service.program_id)",
            "pass",
        ),
        (
            "anyone removes a part of a service",
            "handoff.directory.services.parts.remove_part",
            "policies.check_can_edit(actor, service.program_id)",
            "pass",
        ),
    ),
    *mutants_found_by(
        f"{IMPORT}::test_a_file_changes_the_directory_of_its_own_program_alone",
        (
            "a file changes services of another program",
            "handoff.directory.queries.imported_services",
            "program=batch.program, ",
            "",
        ),
        (
            "a file joins an organization of another program",
            "handoff.directory.services.importing.organization_for",
            "filter(program=service.program)",
            "all()",
        ),
        (
            "a file writes over a place of another program",
            "handoff.directory.services.importing.replace_places",
            "program=service.program, **source).first()",
            "**source).first()",
        ),
        (
            "a file removes unused places of another program",
            "handoff.directory.services.importing.replace_places",
            "program=service.program, services__isnull",
            "services__isnull",
        ),
        (
            "an undone file removes unused places of another program",
            "handoff.directory.services.importing.remove_created",
            "program=batch.program, services__isnull",
            "services__isnull",
        ),
        (
            "files of another program are listed",
            "handoff.directory.queries.imports_of",
            "program=program, ",
            "",
        ),
    ),
    *mutants_found_by(
        f"{IMPORT}::test_only_who_keeps_the_directory_of_the_program_imports_and_undoes",
        (
            "anyone has a file read",
            "handoff.directory.services.importing.read_import",
            "policies.check_can_edit(actor, program.pk)",
            "pass",
        ),
        (
            "anyone imports a file",
            "handoff.directory.services.importing.apply_import",
            "policies.check_can_edit(actor, batch.program_id)",
            "pass",
        ),
        (
            "anyone undoes an import",
            "handoff.directory.services.importing.undo_import",
            "policies.check_can_edit(actor, batch.program_id)",
            "pass",
        ),
    ),
)
