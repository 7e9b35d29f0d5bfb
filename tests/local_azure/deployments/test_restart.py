"""Deployments that go on: not replaced meanwhile, cancelled, and taken up again after a restart."""

from pathlib import Path

import pytest

from local_azure.options import Options
from tests.local_azure.deployments.templates import (
    IDENTITIES,
    deployment_id,
    ended,
    identity,
    refusal,
    request,
    template,
)
from tests.local_azure.running import HeldClock, LocalAzure, group_id

GROUP = group_id("rg")
SLOW = Options(weights="tiny-random", retry_after_ms=10, operation_seconds=60)
NAME = "regrestarted12345"
REGISTRY = {
    "type": "Microsoft.ContainerRegistry/registries",
    "apiVersion": "2023-07-01",
    "name": NAME,
    "location": "eastus2",
    "sku": {"name": "Basic"},
}
AFTER = identity("after", dependsOn=[NAME], tags={"server": f"[reference('{NAME}').loginServer]"})
TEMPLATE = template(
    REGISTRY,
    AFTER,
    parameters={"id": {"type": "string", "defaultValue": "[newGuid()]"}},
    outputs={"id": {"type": "string", "value": "[parameters('id')]"}},
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A local Azure's folder with an empty group in it."""
    with LocalAzure(tmp_path, clock=HeldClock()) as azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2"})
    return tmp_path


def test_a_deployment_goes_on_after_a_restart(directory: Path) -> None:
    with LocalAzure(directory, clock=HeldClock(), options=SLOW) as azure:
        begun = azure.call("PUT", deployment_id(GROUP), request(TEMPLATE))
        shown = azure.call("GET", deployment_id(GROUP)).json()["properties"]["parameters"]["id"]["value"]
        wait_for(azure, f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/{NAME}")
    with LocalAzure(directory, clock=HeldClock()) as azure:
        assert ended(azure, begun) == {"status": "Succeeded"}
        made = azure.call("GET", deployment_id(GROUP)).json()["properties"]
        assert made["outputs"]["id"]["value"] == shown
        after = azure.call("GET", f"{GROUP}/providers/{IDENTITIES}/after").json()
        assert after["tags"] == {"server": f"{NAME}.azurecr.io"}


def test_a_deployment_with_secrets_ends_clearly_after_a_restart(directory: Path) -> None:
    document = {**TEMPLATE, "parameters": {**TEMPLATE["parameters"], "key": {"type": "secureString"}}}
    with LocalAzure(directory, clock=HeldClock(), options=SLOW) as azure:
        begun = azure.call("PUT", deployment_id(GROUP), request(document, key="hidden"))
        wait_for(azure, f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/{NAME}")
    with LocalAzure(directory, clock=HeldClock()) as azure:
        status = ended(azure, begun)
        assert (status["status"], status["error"]["code"]) == ("Failed", "DeploymentFailed")
        assert "secure parameters" in status["error"]["message"]


def test_a_deployment_that_goes_on_is_neither_replaced_nor_forgotten_but_cancelled(directory: Path) -> None:
    with LocalAzure(directory, clock=HeldClock(), options=SLOW) as azure:
        begun = azure.call("PUT", deployment_id(GROUP), request(TEMPLATE))
        assert azure.call("GET", begun.headers["Azure-AsyncOperation"]).json()["status"] in ("Accepted", "Running")
        assert refusal(azure.call("PUT", deployment_id(GROUP), request(TEMPLATE))) == (409, "DeploymentActive")
        assert refusal(azure.call("DELETE", deployment_id(GROUP))) == (409, "DeploymentActive")
        assert azure.call("POST", f"{deployment_id(GROUP)}/cancel").status_code == 204
        assert ended(azure, begun)["status"] == "Canceled"
        assert azure.call("GET", f"{GROUP}/providers/{IDENTITIES}/after").status_code == 404


def wait_for(azure: LocalAzure, path: str) -> None:
    """Returns when a resource is there: it is being provisioned until the clock moves, which it doesn't."""
    while azure.call("GET", path).status_code == 404:
        pass
