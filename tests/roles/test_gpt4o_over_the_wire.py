"""The journey gpt4o at the account's own host, as developer and caller with the roles of the stack and no others."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local_azure.options import Options
from tests.local_azure.keyvault.vaults import assign
from tests.local_azure.openai.client import Account, chats, error, make_account
from tests.local_azure.openai.conftest import GROUP, quick_azure
from tests.roles.declared import CALLER, DEVELOPER, stack_of

ARM = "https://management.azure.com"
DEPLOYMENT = {"sku": {"name": "GlobalStandard", "capacity": 10}}


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account at which developer and caller have what the stack gives them."""
    directory: Path = tmp_path_factory.mktemp("azure")
    with quick_azure(directory, options=Options(weights="tiny-random", retry_after_ms=10)) as azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2"})
        made = make_account(azure, GROUP)
        stack = stack_of("gpt4o")
        for principal in (DEVELOPER, CALLER):
            azure.token(ARM, principal)
            granted = [each for each in stack.grants if each.principal_id == principal]
            assert {each.scope for each in granted} <= {stack.ids["ai-services"], stack.ids["storage"]}
            for each in granted:
                if each.scope == stack.ids["ai-services"]:
                    assign(azure, made.id, each.role, principal)
        yield made


def arm(account: Account, method: str, name: str, body: object = None) -> httpx.Response:
    """Asks Resource Manager about a deployment as the account's caller, to the end of the operation."""
    token = account.azure.token(ARM, account.caller)
    answer = account.azure.call(method, f"{account.id}/deployments/{name}", body, token=token)
    return account.azure.finish(answer) if answer.is_success and method != "GET" else answer


def test_the_developer_goes_the_whole_way_and_the_caller_may_only_ask(account: Account) -> None:
    developer, caller = account.asked_by(DEVELOPER), account.asked_by(CALLER)
    file = developer.upload(chats())
    job = developer.ended(developer.start_job(training_file=file["id"], suffix="ft-travel"))
    name = job["fine_tuned_model"]
    model = {"format": "OpenAI", "name": name, "version": "1"}
    body = {**DEPLOYMENT, "properties": {"model": model}}
    assert error(arm(caller, "PUT", "tuned", body)) == (403, "AuthorizationFailed")
    assert arm(developer, "PUT", "tuned", body).is_success
    assert developer.chat("tuned").json()["model"] == caller.chat("tuned").json()["model"] == f"quick+{name}"
    assert caller.call("GET", f"/fine_tuning/jobs/{job['id']}").status_code == 200
    for method, path in (
        ("POST", "/files"),
        ("POST", "/fine_tuning/jobs"),
        ("POST", f"/fine_tuning/jobs/{job['id']}/cancel"),
        ("DELETE", f"/models/{name}"),
        ("DELETE", f"/files/{file['id']}"),
    ):
        assert error(caller.call(method, path)) == (401, "PermissionDenied"), path
    assert arm(developer, "DELETE", "tuned").is_success
    assert developer.call("DELETE", f"/models/{name}").json()["deleted"] is True
    assert developer.call("DELETE", f"/files/{file['id']}").json()["deleted"] is True


def test_no_key_is_shown_to_the_developer(account: Account) -> None:
    token = account.azure.token(ARM, DEVELOPER)
    assert error(account.azure.call("POST", f"{account.id}/listKeys", token=token)) == (403, "AuthorizationFailed")
