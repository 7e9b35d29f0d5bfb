"""Who may do what, against an oracle: the union of the roles of a caller and its groups at a scope and all above it."""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from local_azure.groups import Groups
from local_azure.identity import SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.resources import Resource, Resources
from local_azure.role_authorizer import RoleAuthorizer
from local_azure.role_definitions import RoleDefinition, RoleDefinitions
from local_azure.role_permissions import Permission
from local_azure.store import Store
from local_azure.tokens import Caller, TokenAuthority
from tests.local_azure.properties.test_permission_properties import stands_for
from tests.local_azure.running import HeldClock

TYPE = "Microsoft.Authorization/roleAssignments"
GROUP = f"{SUBSCRIPTION_SCOPE}/resourceGroups/rg"
ACCOUNT = f"{GROUP}/providers/Microsoft.A/accounts/one"
SCOPES = ["", SUBSCRIPTION_SCOPE, GROUP, f"{GROUP}2", ACCOUNT, f"{ACCOUNT}2", f"{ACCOUNT}/parts/p"]
ACTIONS = ["Microsoft.A/accounts/read", "Microsoft.A/accounts/write", "Microsoft.A/accounts/parts/read"]
PATTERNS = [*ACTIONS, "*", "*/read", "Microsoft.A/*/read", "Microsoft.A/accounts/*", "microsoft.a/ACCOUNTS/write"]
PEOPLE, TEAMS = ["ann", "bob"], ["red", "blue"]


@dataclass(frozen=True)
class Directory:
    """Roles by GUID, who has which at which scope, and who is in which group."""

    roles: Mapping[str, Sequence[Permission]]
    assignments: Sequence[tuple[str, str, str]]
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)


ANY = st.lists(st.sampled_from(PATTERNS), max_size=2).map(tuple)
PERMISSIONS = st.builds(Permission, ANY, ANY, ANY, ANY)
GUIDS = ["role-1", "role-2"]
DIRECTORIES = st.builds(
    Directory,
    st.fixed_dictionaries({guid: st.lists(PERMISSIONS, min_size=1, max_size=2) for guid in GUIDS}),
    st.lists(st.tuples(st.sampled_from(SCOPES), st.sampled_from(PEOPLE + TEAMS), st.sampled_from(GUIDS)), max_size=4),
    st.fixed_dictionaries({
        "red": st.lists(st.sampled_from([*PEOPLE, "blue"]), unique=True, max_size=3),
        "blue": st.lists(st.sampled_from([*PEOPLE, "red"]), unique=True, max_size=2),
    }),
)  # fmt: skip


def holders(directory: Directory, person: str) -> set[str]:
    """Returns a person and all groups that it is in, also by way of another group."""
    found = {person}
    while more := {team for team, inside in directory.members.items() if found & set(inside)} - found:
        found |= more
    return found


def expected(directory: Directory, person: str, action: str, scope: str, *, data: bool) -> bool:
    names = holders(directory, person)
    for at, holder, guid in directory.assignments:
        if holder not in names or not (scope.lower() + "/").startswith(at.lower() + "/"):
            continue
        for each in directory.roles[guid]:
            allowed, taken_out = (
                (each.data_actions, each.not_data_actions) if data else (each.actions, each.not_actions)
            )
            if _any(allowed, action) and not _any(taken_out, action):
                return True
    return False


def _any(patterns: Sequence[str], action: str) -> bool:
    return any(stands_for(each.lower(), action.lower()) for each in patterns)


def allowed(directory: Directory, person: str, asked: Sequence[tuple[str, str, bool]]) -> list[bool]:
    """Asks the local Azure's own authorizer."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store(Path(folder) / "state.sqlite")) as store,
        store.transaction(),
    ):
        clock, resources, roles = HeldClock(), Resources(store), RoleDefinitions(store)
        groups = Groups(store, cast("TokenAuthority", None))  # asked by the deletion of groups alone
        for team, members in directory.members.items():
            for member in members:
                groups.add(team, member)
        for guid, permissions in directory.roles.items():
            roles.put(RoleDefinition(guid, guid, tuple(permissions), is_custom=True))
        for number, (scope, holder, guid) in enumerate(directory.assignments):
            properties = {"principalId": holder, "roleDefinitionId": f"/x/{guid}"}
            path = f"{scope}/providers/{TYPE}/{number}"
            now = clock.now()
            resources.put(Resource(path, TYPE, str(number), "2022-04-01", {"properties": properties}, now, now))
        authorizer = RoleAuthorizer(resources, roles, groups, clock, timedelta())
        caller = Caller(TENANT_ID, person, person, "audience")
        return [authorizer.allows(caller, action, scope, data=data) for action, scope, data in asked]


CASE = st.sampled_from([str.lower, str.upper, str])
ASKED = st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(SCOPES), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=50)
@given(directory=DIRECTORIES, person=st.sampled_from(PEOPLE), asked=ASKED)
def test_a_caller_may_do_what_its_roles_together_allow(
    directory: Directory, person: str, asked: list[tuple[str, str, bool]]
) -> None:
    wanted = [expected(directory, person, action, scope, data=data) for action, scope, data in asked]
    assert allowed(directory, person, asked) == wanted
    shouted = [(action.upper(), scope.upper(), data) for action, scope, data in asked]
    assert allowed(directory, person, shouted) == wanted


@settings(max_examples=50)
@given(directory=DIRECTORIES, person=st.sampled_from(PEOPLE), action=st.sampled_from(ACTIONS), data=st.booleans())
def test_what_is_allowed_at_a_scope_is_allowed_below_it(
    directory: Directory, person: str, action: str, data: bool
) -> None:
    chain = ["", SUBSCRIPTION_SCOPE, GROUP, ACCOUNT, f"{ACCOUNT}/parts/p"]
    found = allowed(directory, person, [(action, scope, data) for scope in chain])
    assert found == sorted(found)


@settings(max_examples=50)
@given(directory=DIRECTORIES, person=st.sampled_from(PEOPLE), action=st.sampled_from(ACTIONS))
def test_a_role_at_a_narrower_scope_grants_nothing_at_a_wider_or_another_one(
    directory: Directory, person: str, action: str
) -> None:
    narrow = Directory(directory.roles, [(ACCOUNT, holder, guid) for _, holder, guid in directory.assignments])
    elsewhere = [(action, scope, False) for scope in SCOPES if not scope.startswith(f"{ACCOUNT}/") and scope != ACCOUNT]
    assert not any(allowed(narrow, person, elsewhere))
