"""Groups are made through Microsoft Graph, and give their members their roles, through inner groups too."""

import uuid

import httpx
import pytest

from catalogue.roles import role
from local_azure.identity import SUBSCRIPTION_ID
from local_azure.tokens import Principal
from tests.local_azure.running import LocalAzure

GRAPH = "https://graph.microsoft.com/v1.0"
ASSIGNMENTS = "providers/Microsoft.Authorization/roleAssignments"


@pytest.fixture
def person(local_azure: LocalAzure) -> str:
    """The object id of a user that the directory knows."""
    object_id = str(uuid.uuid4())
    local_azure.platform.tokens.register(Principal(object_id, object_id, "somebody", kind="User"))
    return object_id


def graph(azure: LocalAzure, method: str, path: str, body: object = None, *, token: str = "") -> httpx.Response:
    headers = {"Authorization": f"Bearer {token or azure.token('https://graph.microsoft.com')}"}
    return azure.http.request(method, f"{GRAPH}{path}", json=body, headers=headers)


def make(azure: LocalAzure, name: str) -> str:
    body = {"displayName": name, "mailNickname": "x", "mailEnabled": False, "securityEnabled": True}
    answer = graph(azure, "POST", "/groups", body)
    assert answer.status_code == 201
    return str(answer.json()["id"])


def add(azure: LocalAzure, group: str, member: str) -> httpx.Response:
    return graph(azure, "POST", f"/groups/{group}/members/$ref", {"@odata.id": f"{GRAPH}/directoryObjects/{member}"})


def test_a_role_of_a_group_is_a_role_of_its_members(local_azure: LocalAzure, group: str, person: str) -> None:
    outer, inner = make(local_azure, "outer"), make(local_azure, "inner")
    for team, member in ((outer, inner), (inner, person)):
        assert add(local_azure, team, member).status_code == 204
    definition = role("Reader").definition_id(SUBSCRIPTION_ID)
    path = f"{group}/{ASSIGNMENTS}/{uuid.uuid4()}"
    made = local_azure.call("PUT", path, {"properties": {"principalId": outer, "roleDefinitionId": definition}})
    assert made.json()["properties"]["principalType"] == "Group"
    token = local_azure.token(object_id=person)
    assert local_azure.call("GET", group, token=token).status_code == 200
    listed = local_azure.call("GET", f"{group}/{ASSIGNMENTS}?$filter=assignedTo('{person}')").json()["value"]
    assert [each["id"] for each in listed] == [path]
    of_principal = f"{group}/{ASSIGNMENTS}?$filter=atScope() and principalId eq '{person}'"
    assert local_azure.call("GET", of_principal).json()["value"] == []
    assert graph(local_azure, "DELETE", f"/groups/{inner}/members/{person}/$ref").status_code == 204
    assert local_azure.call("GET", group, token=token).status_code == 403


def test_groups_that_hold_each_other_do_no_harm(local_azure: LocalAzure, group: str, person: str) -> None:
    one, other = make(local_azure, "one"), make(local_azure, "other")
    for team, member in ((one, other), (other, one), (one, person)):
        add(local_azure, team, member)
    assert local_azure.platform.groups.of(person) == {one, other}
    assert local_azure.call("GET", group, token=local_azure.token(object_id=person)).status_code == 403


def test_groups_and_members_are_listed_and_found_by_name(local_azure: LocalAzure, person: str) -> None:
    name = f"Engineers' {uuid.uuid4()}"
    made = make(local_azure, name)
    add(local_azure, made, person)
    quoted = name.replace("'", "''")
    [found] = graph(local_azure, "GET", f"/groups?$filter=displayName eq '{quoted}'").json()["value"]
    assert found == graph(local_azure, "GET", f"/groups/{made}").json()
    assert (found["id"], found["displayName"]) == (made, name)
    [member] = graph(local_azure, "GET", f"/groups/{made}/members").json()["value"]
    assert member == {"@odata.type": "#microsoft.graph.user", "id": person, "displayName": "somebody"}


def test_a_deleted_group_is_gone_with_its_memberships(local_azure: LocalAzure, person: str) -> None:
    made = make(local_azure, "short-lived")
    add(local_azure, made, person)
    assert graph(local_azure, "DELETE", f"/groups/{made}").status_code == 204
    assert local_azure.platform.groups.of(person) == set()
    assert graph(local_azure, "GET", f"/groups/{made}").json()["error"]["code"] == "Request_ResourceNotFound"


def test_only_the_deployer_may_keep_groups(local_azure: LocalAzure, person: str) -> None:
    token = local_azure.token("https://graph.microsoft.com", person)
    refused = graph(local_azure, "GET", "/groups", token=token)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "Authorization_RequestDenied")
    assert graph(local_azure, "GET", "/groups", token=local_azure.token()).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/groups", {"displayName": "x"}, 400, "Request_BadRequest"),
        (
            "POST",
            "/groups",
            {"displayName": "x", "mailNickname": "x", "mailEnabled": True, "securityEnabled": True},
            501,
            "NotSupportedByLocalAzure",
        ),
        ("POST", "/groups", ["x"], 400, "BadRequest"),
        ("GET", "/groups?$filter=startswith(displayName,'x')", None, 400, "Request_UnsupportedQuery"),
        ("GET", f"/groups/{uuid.UUID(int=1)}", None, 404, "Request_ResourceNotFound"),
    ],
)
def test_what_is_wrong_is_told_in_graphs_shape(
    local_azure: LocalAzure,
    method: str,
    path: str,
    body: object,
    status: int,
    code: str,
) -> None:
    answer = graph(local_azure, method, path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["innerError"].keys() == {"date", "request-id", "client-request-id"}


def test_only_what_is_there_once_can_be_a_member(local_azure: LocalAzure, person: str) -> None:
    made = make(local_azure, "picky")
    assert add(local_azure, made, str(uuid.uuid4())).status_code == 404
    assert add(local_azure, made, person).status_code == 204
    assert add(local_azure, made, person).json()["error"]["code"] == "Request_BadRequest"
    assert graph(local_azure, "DELETE", f"/groups/{made}/members/{uuid.uuid4()}/$ref").status_code == 404
