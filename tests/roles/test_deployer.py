"""The pipeline's identity brings the platform up and takes it down over the wire, and can't help itself to more."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalogue.resource_types import by_token
from catalogue.roles import role
from local_azure.identity import SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE
from stacks.platform_stack import NAMESPACES
from tests.local_azure.running import LocalAzure
from tests.roles.declared import ASSIGNMENT, AZURE_NATIVE, IDENTITY, Granted, principal_of, stack_of
from tests.roles.recorder import Recorder
from tests.roles.rights import DEFINITIONS, GUIDS, Rights, custom_role, owner_grants
from tests.stacks.conftest import Registered
from toolchain.azure_native.body import request_body

ROOT = Path(__file__).parents[2]
DEPLOYER = principal_of("deployer-identity")
GROUP = "azure-native:resources:ResourceGroup"
QUOTA = "Microsoft.MachineLearningServices/locations/eastus2/providers/Microsoft.Quota/quotas/standardNCADSA100v4Family"

pytestmark = pytest.mark.skipif(
    not (ROOT / ".tunestack" / "azurite" / "node_modules").exists(),
    reason="Azurite isn't installed yet: make setup puts it into .tunestack/azurite",
)


class Deployed:
    """The platform, deployed resource by resource as the pipeline's identity.

    Attributes:
        refused: What Azure refused, by resource.
        recorder: What was asked of the identity.
    """

    def __init__(self, azure: LocalAzure) -> None:
        self.azure = azure
        self.stack = stack_of("platform")
        self.recorder = Recorder(DEPLOYER)
        self.refused: dict[str, str] = {}
        self.escalation: dict[str, int] = {}
        self._principals: dict[str, str] = {}
        self._token = azure.token(object_id=DEPLOYER)

    def bootstrap(self) -> None:
        """Does what docs/identity.md has an owner do, and the first `pulumi up` as far as the deployer's own roles."""
        for name in ("deployer-in-group", "deployer-in-subscription", "endpoint-caller"):
            body = {"properties": {**custom_role(name), "assignableScopes": [SUBSCRIPTION_SCOPE]}}
            self.azure.call("PUT", f"{DEFINITIONS}/{GUIDS[name]}", body).raise_for_status()
        self.azure.put(self.stack.ids["group"], _body(self.stack.declared.all(GROUP)["group"], GROUP))
        for granted in self.deployer_grants:
            self.azure.call("PUT", _assignment(granted), _assigned(granted)).raise_for_status()

    @property
    def deployer_grants(self) -> list[Granted]:
        """The deployer's grants: those of the stack, and those that an owner gives."""
        own = [each for each in self.stack.grants if each.principal_id == DEPLOYER]
        return [*own, *owner_grants(self.stack)]

    def up(self) -> None:
        """Registers providers, asks for quota, and PUTs every resource of the stack but the deployer's own roles."""
        for namespace in NAMESPACES:
            self._do(f"register {namespace}", "POST", f"{SUBSCRIPTION_SCOPE}/providers/{namespace}/register")
        quota = f"{SUBSCRIPTION_SCOPE}/providers/{QUOTA}"
        self._do("read quota", "GET", quota, api="2025-09-01")
        limit = {"limitObjectType": "LimitValue", "value": 24}
        name = {"value": "standardNCADSA100v4Family"}
        self._do("ask for quota", "PUT", quota, {"properties": {"limit": limit, "name": name}}, api="2025-09-01")
        for each in self.resources:
            resource_id = self.stack.ids[each.name]
            body = _body(each.inputs, each.token, resource_id, self._principals)
            self._do(f"write {each.name}", "PUT", resource_id, body, by_token(each.token).api_version)
            answer = self._do(f"read {each.name}", "GET", resource_id, api=by_token(each.token).api_version)
            if each.token == IDENTITY:  # the identity's roles are given to whom Azure made
                self._principals[principal_of(each.name)] = answer.json()["properties"]["principalId"]

    def down(self) -> None:
        """Deletes every resource, the last made first, then the group, and purges what Azure keeps."""
        for each in reversed(self.resources):
            resource_id, row = self.stack.ids[each.name], by_token(each.token)
            if row.default_state is None and each.token != GROUP:
                self._do(f"delete {each.name}", "DELETE", resource_id, api=row.api_version)
        self._do("delete group", "DELETE", self.stack.ids["group"], api="2024-03-01")
        vault, account = (self.stack.ids[name].rsplit("/", 1)[1] for name in ("vault", "ai-services"))
        group = self.stack.ids["group"].rsplit("/", 1)[1]
        kept = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/locations/eastus2/deletedVaults/{vault}"
        self._do("look for the deleted vault", "GET", kept)
        self._do("purge the vault", "POST", f"{kept}/purge")
        region = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.CognitiveServices/locations/eastus2"
        kept = f"{region}/resourceGroups/{group}/deletedAccounts/{account}"
        self._do("look for the deleted account", "GET", kept)
        self._do("purge the account", "DELETE", kept)

    @property
    def resources(self) -> list[Registered]:
        """What the stack sends, in the order it is declared, but for what an owner made."""
        declared = [each for each in self.stack.declared.resources if each.token.startswith(AZURE_NATIVE)]
        return [each for each in declared if each.inputs.get("principalId") != DEPLOYER]

    def call(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Sends a request as the deployer."""
        return self.azure.call(method, path, body, token=self._token, api="2022-04-01")

    def _do(self, what: str, method: str, path: str, body: object = None, api: str = "2024-10-01") -> httpx.Response:
        with self.recorder.step(what):
            answer = self.azure.call(method, path, body, token=self._token, api=api)
        if answer.status_code >= 400:
            self.refused[what] = answer.text
        elif method != "GET":
            ended = self.azure.finish(answer)
            status = ended.json() if ended.content else {}
            if isinstance(status, dict) and status.get("status") == "Failed":
                self.refused[what] = json.dumps(status["error"])
        return answer


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The platform after its whole life."""
    with LocalAzure(tmp_path_factory.mktemp("azure")) as azure, pytest.MonkeyPatch.context() as patch:
        made = Deployed(azure)
        made.bootstrap()
        made.recorder.watch(patch)
        made.up()
        made.escalation = _escalations(made)
        made.down()
        yield made


def test_everything_that_the_stack_sends_is_accepted_from_the_deployer(deployed: Deployed) -> None:
    assert deployed.refused == {}
    assert len(deployed.recorder.asks) > 200


def test_each_role_of_the_deployer_is_needed(
    deployed: Deployed, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rights = Rights(tmp_path)
    request.addfinalizer(rights.close)
    for granted in deployed.deployer_grants:
        rights.give(granted)
    broken: dict[str, list[str]] = {granted.name: [] for granted in deployed.deployer_grants}
    for what, asks in deployed.recorder.asks.items():
        for name in rights.needed(DEPLOYER, asks, deployed.deployer_grants):
            broken[name].append(what)
    assert [name for name, steps in broken.items() if not steps] == []
    assert "delete group" in broken["owner-in-group"]
    assert "register Microsoft.Storage" in broken["owner-in-subscription"]
    assert "write identity-azure-ai-administrator" in broken["deployer-rbac-administrator"]


def test_the_deployer_gives_nobody_a_role_that_the_stack_does_not_declare(deployed: Deployed) -> None:
    assert deployed.escalation == {
        "Owner to itself": 403,
        "Contributor to itself": 403,
        "Role Based Access Control Administrator to itself": 403,
        "AcrPull to a group of another tenant": 403,
        "AcrPull to a job": 201,
    }


def _escalations(made: Deployed) -> dict[str, int]:
    group = made.stack.ids["group"]

    def give(name: str, principal_id: str, principal_type: str, number: int) -> int:
        path = f"{group}/providers/Microsoft.Authorization/roleAssignments/5ca1ab1e-0000-4000-8000-0000000000e{number}"
        definition = role(name).definition_id(SUBSCRIPTION_ID)
        given = {"principalId": principal_id, "principalType": principal_type, "roleDefinitionId": definition}
        return made.call("PUT", path, {"properties": given}).status_code

    return {
        "Owner to itself": give("Owner", DEPLOYER, "ServicePrincipal", 1),
        "Contributor to itself": give("Contributor", DEPLOYER, "ServicePrincipal", 2),
        "Role Based Access Control Administrator to itself": give(
            "Role Based Access Control Administrator", DEPLOYER, "ServicePrincipal", 3
        ),
        "AcrPull to a group of another tenant": give("AcrPull", DEPLOYER, "ForeignGroup", 4),
        "AcrPull to a job": give("AcrPull", principal_of("another"), "ServicePrincipal", 5),
    }


def _body(
    inputs: Mapping[str, Any], token: str, resource_id: str = "", principals: Mapping[str, str] | None = None
) -> Any:  # noqa: ANN401 (JSON)
    body = json.dumps(request_body(by_token(token), inputs, resource_id))
    for declared, made in (principals or {}).items():
        body = body.replace(declared, made)
    return json.loads(body, parse_float=_number)


def _number(written: str) -> float:
    # Pulumi's messages know floats alone; Azure wants whole numbers.
    return int(float(written)) if float(written).is_integer() else float(written)


def _assignment(granted: Granted) -> str:
    name = stack_of("platform").declared.all(ASSIGNMENT).get(granted.name, {}).get("roleAssignmentName")
    name = name or principal_of(granted.name)
    return f"{granted.scope}/providers/Microsoft.Authorization/roleAssignments/{name}"


def _assigned(granted: Granted) -> dict[str, Any]:
    condition = {"condition": granted.condition, "conditionVersion": "2.0"} if granted.condition else {}
    given = {
        "principalId": granted.principal_id,
        "principalType": "ServicePrincipal",
        "roleDefinitionId": f"{DEFINITIONS}/{granted.role}",
    }
    return {"properties": {**given, **condition}}
