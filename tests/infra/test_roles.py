"""Role assignments have the same GUID each time, another one for each scope, principal and role."""

import itertools
import uuid

from infra.roles import assignment_name

SCOPE, PRINCIPAL, ROLE = "/subscriptions/s/resourceGroups/g", "p1", "7f951dda-4ed3-4680-a7ca-43fe172d538d"


def test_the_name_is_a_guid_that_never_changes() -> None:
    assert assignment_name(SCOPE, PRINCIPAL, ROLE) == "e50742d9-f11c-5c54-b646-cf6eca9c76d6"


def test_the_case_of_ids_does_not_matter() -> None:
    assert assignment_name(SCOPE.upper(), PRINCIPAL.upper(), ROLE.upper()) == assignment_name(SCOPE, PRINCIPAL, ROLE)


def test_scope_principal_and_role_each_make_another_name() -> None:
    combinations = itertools.product((SCOPE, SCOPE + "2"), (PRINCIPAL, "p2"), (ROLE, str(uuid.UUID(int=1))))
    names = {assignment_name(*combination) for combination in combinations}
    assert len(names) == 8
