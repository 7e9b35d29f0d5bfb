"""Networks: an endpoint closed to the public answers from inside alone, a deployment needs a way to its files."""

import ssl
from collections.abc import Callable

import httpx
import pytest

from tests.local_azure.machinelearning.online_endpoints.deploying import (
    deploy,
    endpoint_body,
    key_of,
    make_endpoint,
    refusal,
    score,
)
from tests.local_azure.machinelearning.running import (
    GROUP,
    HUB,
    OperationFailedError,
    RunningAzure,
    make_project,
)
from tests.local_azure.machinelearning.test_data_plane import make_way_in
from tests.local_azure.running import PATIENCE_SECONDS


def test_an_endpoint_without_public_access_is_asked_through_its_workspaces_private_endpoint(
    start: Callable[[], RunningAzure],
) -> None:
    with start() as azure:
        make_project(azure)
        endpoint = make_endpoint(azure, "closed", publicNetworkAccess="Disabled")
        deploy(azure, endpoint, "blue")
        azure.put(endpoint, endpoint_body(publicNetworkAccess="Disabled", traffic={"blue": 100}))
        refused = score(azure, endpoint, 1)
        assert refusal(refused).startswith("403 Forbidden: ")
        assert "Public network access is disabled on endpoint 'closed'" in refusal(refused)
        trust = ssl.create_default_context(cafile=str(azure.directory / "ca.pem"))
        proxy = httpx.Proxy(azure.proxy, auth=(make_way_in(azure), ""))
        headers = {"Authorization": f"Bearer {key_of(azure, endpoint)}"}
        url = azure.get(endpoint)["properties"]["scoringUri"]
        with httpx.Client(proxy=proxy, verify=trust, timeout=PATIENCE_SECONDS, trust_env=False) as inside:
            assert inside.post(url, json=1, headers=headers).json()["said"] == 1


def test_a_deployment_waits_for_no_managed_network_and_reaches_closed_storage_through_it(
    start: Callable[[], RunningAzure],
) -> None:
    with start() as azure:
        make_project(azure)
        endpoint = make_endpoint(azure, "enclosed")
        hub = azure.get(HUB)
        body = {name: hub[name] for name in ("location", "kind", "identity")}
        isolated = {**hub["properties"], "managedNetwork": {"isolationMode": "AllowInternetOutbound"}}
        azure.put(HUB, {**body, "properties": isolated})
        with pytest.raises(OperationFailedError, match="WorkspaceManagedNetworkNotReady"):
            deploy(azure, endpoint, "blue")
        azure.finish(azure.call("POST", f"{HUB}/provisionManagedNetwork", {}).raise_for_status())
        azure.delete(f"{endpoint}/deployments/blue")
        deployment = deploy(azure, endpoint, "blue")
        close_storage(azure)
        rename(azure, deployment, "other")
        assert score(azure, endpoint, 1, azureml_model_deployment="blue").json()["name"] == "other"


def test_without_a_managed_network_closed_storage_is_not_reached(start: Callable[[], RunningAzure]) -> None:
    with start() as azure:
        make_project(azure)
        endpoint = make_endpoint(azure, "shut-out")
        deployment = deploy(azure, endpoint, "blue")
        close_storage(azure)
        with pytest.raises(OperationFailedError, match=r"BadArgument.*can't reach storage account 'sttest'"):
            rename(azure, deployment, "other")
        assert score(azure, endpoint, 1, azureml_model_deployment="blue").json()["name"] == "blue"


def close_storage(azure: RunningAzure) -> None:
    account = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/sttest"
    body = {name: azure.get(account)[name] for name in ("location", "kind", "sku")}
    azure.put(account, {**body, "properties": {"publicNetworkAccess": "Disabled"}})


def rename(azure: RunningAzure, deployment: str, name: str) -> None:
    """Has a deployment's script run anew under another name, which brings its files again."""
    changed = {"properties": {"environmentVariables": {"NAME": name}}}
    azure.finish(azure.call("PATCH", deployment, changed).raise_for_status())
