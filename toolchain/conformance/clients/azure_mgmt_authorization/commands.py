"""Role definitions and assignments, by azure-mgmt-authorization."""

from collections.abc import Iterator

from azure.mgmt.authorization import AuthorizationManagementClient
from setting import SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP = "conformance-roles"
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"
DEFINITIONS = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
READER = f"{DEFINITIONS}/acdd72a7-3385-48ef-bd42-f606fba81ae7"
ASSIGNMENT, ANOTHER, CUSTOM = (f"5ca1ab1e-0000-4000-8000-00000000c0{last}" for last in ("01", "02", "03"))
PRINCIPAL = "5ca1ab1e-0000-4000-8000-00000000c099"


def commands() -> Iterator[Command]:
    """Assigns a role, finds it in every list, refuses it twice, and takes it away; the same for a role of one's own."""
    client = AuthorizationManagementClient(credential(), SUBSCRIPTION)
    assignments, definitions = client.role_assignments, client.role_definitions
    own = {
        "roleName": "Conformance reader",
        "description": "Reads groups",
        "roleType": "CustomRole",
        "permissions": [{"actions": ["Microsoft.Resources/subscriptions/resourceGroups/read"], "notActions": []}],
        "assignableScopes": [SCOPE],
    }
    yield from group_commands(GROUP)
    yield (
        "role_definitions.list by name",
        lambda: holds([one.name for one in definitions.list(SCOPE, filter="roleName eq 'Reader'")], [READER[-36:]]),
    )
    yield "role_definitions.get_by_id", lambda: holds(definitions.get_by_id(READER).role_name, "Reader")
    yield (
        "role_assignments.create",
        lambda: holds(_created(assignments, ASSIGNMENT), READER),
    )
    yield "role_assignments.get", lambda: holds(assignments.get(SCOPE, ASSIGNMENT).principal_id, PRINCIPAL)
    yield (
        "role_assignments.create of the same role again",
        lambda: refuses("RoleAssignmentExists", lambda: _created(assignments, ANOTHER)),
    )
    yield (
        "role_assignments.list_for_scope",
        lambda: holds(ASSIGNMENT in [one.name for one in assignments.list_for_scope(SCOPE, filter="atScope()")], True),
    )
    yield (
        "role_assignments.list_for_resource_group",
        lambda: holds(ASSIGNMENT in [one.name for one in assignments.list_for_resource_group(GROUP)], True),
    )
    yield (
        "role_assignments.list_for_subscription of one principal",
        lambda: holds(
            [one.name for one in assignments.list_for_subscription(filter=f"principalId eq '{PRINCIPAL}'")],
            [ASSIGNMENT],
        ),
    )
    yield "role_assignments.delete", lambda: holds(assignments.delete(SCOPE, ASSIGNMENT).name, ASSIGNMENT)
    yield "role_assignments.delete of none", lambda: holds(assignments.delete(SCOPE, ASSIGNMENT), None)
    yield (
        "role_definitions.create_or_update",
        lambda: holds(definitions.create_or_update(SCOPE, CUSTOM, own).role_name, own["roleName"]),
    )
    yield (
        "role_definitions.list of one's own",
        lambda: holds(CUSTOM in [one.name for one in definitions.list(SCOPE, filter="type eq 'CustomRole'")], True),
    )
    yield "role_definitions.delete", lambda: holds(definitions.delete(SCOPE, CUSTOM).name, CUSTOM)
    yield (
        "permissions.list_for_resource_group",
        lambda: holds(bool(list(client.permissions.list_for_resource_group(GROUP))), True),
    )


def _created(assignments: object, name: str) -> object:
    from azure.mgmt.authorization.models import RoleAssignmentCreateParameters

    parameters = RoleAssignmentCreateParameters(
        role_definition_id=READER, principal_id=PRINCIPAL, principal_type="ServicePrincipal"
    )
    return assignments.create(SCOPE, name, parameters).role_definition_id  # type: ignore[attr-defined]
