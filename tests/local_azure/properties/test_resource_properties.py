"""Groups, resources, locks and deleted ones, through any calls and restarts, beside a model of what Azure does."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from local_azure.identity import SUBSCRIPTION_SCOPE, TENANT_ID
from tests.local_azure.properties.answers import check_answer
from tests.local_azure.properties.in_process import Answer, InProcess
from tests.local_azure.running import group_id

LOCKS = "providers/Microsoft.Authorization/locks"


@dataclass(frozen=True)
class Sort:
    """A type of resource: where it is, a body, and how Azure treats it (facts of its API)."""

    collection: str
    names: tuple[str, ...]
    body: dict[str, Any]
    unique_in_world: bool = False
    soft_deleted: bool = False
    child: str = ""
    child_body: dict[str, Any] = field(default_factory=dict)


HERE: dict[str, Any] = {"location": "eastus2"}
VAULT = HERE | {"properties": {"tenantId": TENANT_ID, "sku": {"family": "A", "name": "standard"}}}
KEY = {"properties": {"issuer": "https://issuer.example.com", "subject": "s", "audiences": ["a"]}}
SORTS = {
    "identity": Sort(
        "providers/Microsoft.ManagedIdentity/userAssignedIdentities",
        ("id-one", "id-two"),
        HERE,
        child="federatedIdentityCredentials/key",
        child_body=KEY,
    ),
    "registry": Sort(
        "providers/Microsoft.ContainerRegistry/registries",
        ("registryone",),
        HERE | {"sku": {"name": "Basic"}, "properties": {}},
        unique_in_world=True,
    ),
    "vault": Sort("providers/Microsoft.KeyVault/vaults", ("kv-one",), VAULT, unique_in_world=True, soft_deleted=True),
}
GROUPS = ("rg-a", "rg-b")
GROUP_NAMES, KINDS, NUMBERS = st.sampled_from(GROUPS), st.sampled_from(sorted(SORTS)), st.integers(0, 1)
TAGS = st.dictionaries(st.sampled_from(["x", "y"]), st.sampled_from(["1", "2"]), max_size=2)
LEVELS = st.sampled_from(["CanNotDelete", "ReadOnly"])
CASES = st.sampled_from([str, str.lower, str.upper])

Key = tuple[str, str, str]
"""Group, sort and name of a resource."""


class ResourceMachine(RuleBasedStateMachine):
    """A local Azure beside a model of it: groups, resources with their tags, children, locks and deleted vaults."""

    azure: InProcess  # one for all sequences; each leaves it as empty as it found it

    def __init__(self) -> None:
        super().__init__()
        self.groups: set[str] = set()
        self.tags: dict[Key, dict[str, str]] = {}
        self.children: set[Key] = set()
        self.locks: dict[str, str] = {}
        self.deleted: dict[str, tuple[str, dict[str, str]]] = {}

    @initialize()
    def begin_with_both_groups(self) -> None:
        for group in GROUPS:
            self.put_group(group)

    @rule(group=GROUP_NAMES)
    def put_group(self, group: str) -> None:
        answer = self.call("PUT", group_id(group), HERE)
        if self.level(group) == "ReadOnly":
            assert (answer.status, answer.code) == (409, "ScopeLocked")
            return
        assert answer.status == (200 if group in self.groups else 201)
        self.groups.add(group)

    @rule(group=GROUP_NAMES, kind=KINDS, number=NUMBERS, tags=TAGS, case=CASES)
    def put(self, group: str, kind: str, number: int, tags: dict[str, str], case: Any) -> None:  # noqa: ANN401
        sort, key = SORTS[kind], (group, kind, SORTS[kind].names[number % len(SORTS[kind].names)])
        answer = self.call("PUT", self.path(key, case), sort.body | {"tags": tags})
        expected = self.refusal_of_put(key)
        if expected:
            assert (answer.status, answer.code) == expected
            return
        assert answer.status == (200 if key in self.tags else 201)
        self.tags[key] = tags

    @precondition(lambda self: self.deleted)
    @rule(group=GROUP_NAMES)
    def put_what_is_deleted(self, group: str) -> None:
        self.put(group, "vault", 0, {}, str)

    @precondition(lambda self: self.tags)
    @rule(group=GROUP_NAMES, data=st.data())
    def delete_what_is_there(self, group: str, data: st.DataObject) -> None:
        _, kind, name = data.draw(st.sampled_from(sorted(self.tags)))
        self.delete(group, kind, SORTS[kind].names.index(name), str)

    @rule(group=GROUP_NAMES, kind=KINDS, number=NUMBERS)
    def put_child(self, group: str, kind: str, number: int) -> None:
        sort, key = SORTS[kind], (group, kind, SORTS[kind].names[number % len(SORTS[kind].names)])
        if not sort.child:
            return
        answer = self.call("PUT", f"{self.path(key)}/{sort.child}", sort.child_body)
        if self.level(group) == "ReadOnly":
            assert (answer.status, answer.code) == (409, "ScopeLocked")
        elif key not in self.tags:
            assert answer.status == 404
        else:
            assert answer.status == (200 if key in self.children else 201)
            self.children.add(key)

    @rule(group=GROUP_NAMES, kind=KINDS, number=NUMBERS, case=CASES)
    def delete(self, group: str, kind: str, number: int, case: Any) -> None:  # noqa: ANN401
        key = (group, kind, SORTS[kind].names[number % len(SORTS[kind].names)])
        answer = self.call("DELETE", self.path(key, case))
        if self.level(group):
            assert (answer.status, answer.code) == (409, "ScopeLocked")
        elif group not in self.groups:
            assert (answer.status, answer.code) == (404, "ResourceGroupNotFound")
        elif key not in self.tags:
            assert answer.status == 204
        else:
            assert answer.status in (200, 202)
            self.forget(key)

    @rule(group=GROUP_NAMES)
    def delete_group(self, group: str) -> None:
        answer = self.call("DELETE", group_id(group))
        if self.level(group):
            assert (answer.status, answer.code) == (409, "ScopeLocked")
        elif group not in self.groups:
            assert (answer.status, answer.code) == (404, "ResourceGroupNotFound")
        else:
            assert answer.status == 202
            self.groups.remove(group)
            for key in [key for key in self.tags if key[0] == group]:
                self.forget(key)

    @rule(group=GROUP_NAMES, level=LEVELS)
    def lock(self, group: str, level: str) -> None:
        answer = self.call("PUT", f"{group_id(group)}/{LOCKS}/lock", {"properties": {"level": level}})
        if group in self.groups:
            assert answer.status == (200 if group in self.locks else 201)
            self.locks[group] = level
        else:
            assert answer.status == 404

    @rule(group=GROUP_NAMES)
    def unlock(self, group: str) -> None:
        answer = self.call("DELETE", f"{group_id(group)}/{LOCKS}/lock")
        assert answer.status == (404 if group not in self.groups else 200 if group in self.locks else 204)
        self.locks.pop(group, None)

    @rule()
    def purge(self) -> None:
        name = SORTS["vault"].names[0]
        place = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/locations/eastus2/deletedVaults/{name}"
        assert self.call("GET", place).status == (200 if name in self.deleted else 404)
        answer = self.call("POST", f"{place}/purge")
        assert answer.status == (202 if name in self.deleted else 404)
        self.deleted.pop(name, None)

    @rule()
    def recover(self) -> None:
        name = SORTS["vault"].names[0]
        group, tags = self.deleted.get(name, (GROUPS[0], {}))
        body = HERE | {"properties": VAULT["properties"] | {"createMode": "recover"}}
        if name not in self.deleted or group not in self.groups or self.level(group) == "ReadOnly":
            return
        assert self.call("PUT", self.path((group, "vault", name)), body).status < 300
        del self.deleted[name]
        self.tags[group, "vault", name] = tags

    @precondition(lambda self: self.tags)
    @rule()
    def put_again_what_is_answered(self) -> None:
        key = sorted(self.tags)[0]
        before = self.azure.call("GET", self.path(key))
        if self.level(key[0]) != "ReadOnly":
            assert self.call("PUT", self.path(key), before.json()).status == 200
        assert self.azure.call("GET", self.path(key)).json() == before.json()

    @rule()
    def restart(self) -> None:
        self.azure.restart()

    @invariant()
    def shows_what_is_there(self) -> None:
        listed = self.azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resourceGroups").json()["value"]
        assert {each["name"] for each in listed} == self.groups
        resources = self.azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resources?$top=100").json()["value"]
        assert {each["id"].lower() for each in resources} == {self.path(key).lower() for key in self.tags}
        for each in resources:
            [key] = [key for key in self.tags if self.path(key).lower() == each["id"].lower()]
            assert (each.get("tags") or {}) == self.tags[key]

    def teardown(self) -> None:
        store = self.azure.platform.store
        for table, prefix in (("resources", f"{SUBSCRIPTION_SCOPE}/resourcegroups/"), ("deleted", "")):
            for key, _ in store.items(table, prefix):
                store.delete(table, key)

    def call(self, method: str, path: str, body: object = None) -> Answer:
        answer = self.azure.call(method, path, body)
        check_answer(answer)
        self.azure.settle()
        return answer

    def path(self, key: Key, case: Any = str) -> str:  # noqa: ANN401
        group, kind, name = key
        return f"{SUBSCRIPTION_SCOPE}/{case(f'resourceGroups/{group}/{SORTS[kind].collection}/{name}')}"

    def level(self, group: str) -> str:
        return self.locks.get(group, "")

    def refusal_of_put(self, key: Key) -> tuple[int, str] | None:
        group, kind, name = key
        if self.level(group) == "ReadOnly":
            return 409, "ScopeLocked"
        if group not in self.groups:
            return 404, "ResourceGroupNotFound"
        if key in self.tags:
            return None
        if kind == "vault" and self.deleted.get(name, ("",))[0] == group:
            return 409, "ConflictError"
        taken = name in self.deleted if kind == "vault" else False
        if SORTS[kind].unique_in_world and (taken or any(other[1:] == (kind, name) for other in self.tags)):
            return 409, {"vault": "VaultAlreadyExists", "registry": "AlreadyInUse"}[kind]
        return None

    def forget(self, key: Key) -> None:
        tags = self.tags.pop(key)
        self.children.discard(key)
        if SORTS[key[1]].soft_deleted:
            self.deleted[key[2]] = (key[0], tags)


@pytest.fixture(scope="module", autouse=True)
def _shared(azure: InProcess) -> None:
    ResourceMachine.azure = azure


ResourceMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=30)
TestResources = ResourceMachine.TestCase
