"""Configuring: who the provider is, and what it refuses to work with."""

from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as pb

from tests.toolchain.azure_native.fake_azure import FakeAzure, PassingClock
from tests.toolchain.azure_native.provider import ENVIRONMENT, Provider, running_provider


def refused(variables: dict[str, str], **config: str) -> str:
    """Says why a provider with these environment variables and this stack config cannot get a token."""
    with running_provider(FakeAzure(), PassingClock(), variables) as provider:
        try:
            provider.configure(**config)
            provider.invoke("authorization:getClientToken")
        except grpc.RpcError as error:
            return str(error.details())  # type: ignore[attr-defined]
    pytest.fail("it was not refused")


def without(*names: str, **more: str) -> dict[str, str]:
    return {name: value for name, value in ENVIRONMENT.items() if name not in names} | more


def test_it_answers_as_the_release_that_it_stands_in_for(provider: Provider) -> None:
    assert provider.stub.GetPluginInfo(Empty()).version == "3.24.0"


def test_it_previews_and_leaves_secrets_to_the_engine(provider: Provider) -> None:
    answer = provider.configure()
    assert (answer.supportsPreview, answer.supports_autonaming_configuration) == (True, True)
    assert [answer.acceptSecrets, answer.acceptResources, answer.acceptOutputs] == [False, False, False]


def test_an_engine_that_sends_no_old_inputs_is_refused(provider: Provider) -> None:
    with pytest.raises(grpc.RpcError, match=r"requires Pulumi CLI v3\.74\.0 or later"):
        provider.stub.Configure(pb.ConfigureRequest())


def test_a_missing_subscription_is_told_with_its_cure() -> None:
    assert "Set azure-native:subscriptionId or ARM_SUBSCRIPTION_ID" in refused(without("ARM_SUBSCRIPTION_ID"))


def test_configuration_beats_the_environment_even_when_empty() -> None:
    assert "Subscription ID must be configured" in refused(ENVIRONMENT, subscriptionId="")


def test_a_secret_without_its_application_is_refused() -> None:
    wording = refused(without("ARM_CLIENT_ID"))
    assert wording.startswith("A Client ID must be configured when authenticating with a client secret.")


def test_a_wrong_secret_is_told_in_the_words_of_the_directory() -> None:
    wording = refused(without(ARM_CLIENT_SECRET="wrong"))
    assert wording == "signing in to Azure failed: AADSTS7000215: Invalid client secret"


def test_another_cloud_is_refused() -> None:
    assert "public cloud's names" in refused(ENVIRONMENT, environment="usgovernment")


@pytest.mark.parametrize("key", ["useMsi", "useDefaultAzureCredential"])
def test_a_way_of_signing_in_that_it_lacks_is_refused_by_name(key: str) -> None:
    assert f"does not know azure-native:{key}" in refused(ENVIRONMENT, **{key: "true"})


def test_an_oidc_token_signs_in_given_or_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("the token\n")
    for proof in ({"ARM_OIDC_TOKEN": "the token"}, {"ARM_OIDC_TOKEN_FILE_PATH": str(file)}):
        environment = without("ARM_CLIENT_SECRET", ARM_USE_OIDC="true", **proof)
        with running_provider(FakeAzure(), PassingClock(), environment) as provider:
            provider.configure()
            assert provider.invoke("authorization:getClientToken")["token"]


def test_a_missing_oidc_token_is_told_with_its_cure(tmp_path: Path) -> None:
    environment = without("ARM_CLIENT_SECRET", ARM_USE_OIDC="true")
    assert "ARM_OIDC_TOKEN_FILE_PATH" in refused(environment)
    missing = str(tmp_path / "none")
    wording = refused({**environment, "ARM_OIDC_TOKEN_FILE_PATH": missing})
    assert wording == f"the OIDC token file {missing} cannot be read: No such file or directory"


def test_without_any_credential_the_azure_cli_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "the Azure CLI (az) is not installed" in refused(without("ARM_CLIENT_SECRET"))


def test_the_azure_cli_signs_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    az = tmp_path / "az"
    az.write_text("#!/bin/sh\necho '{\"accessToken\": \"'from-az'\"}'\n")
    az.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with running_provider(FakeAzure(), PassingClock(), without("ARM_CLIENT_SECRET")) as provider:
        provider.configure()
        assert provider.invoke("authorization:getClientToken") == {"token": "from-az"}


def test_cancelling_ends_what_is_waited_for(provider: Provider) -> None:
    provider.stub.Cancel(Empty())
    assert provider.stops == [True]


def test_a_call_before_configuring_is_refused() -> None:
    with (
        running_provider(FakeAzure(), PassingClock()) as provider,
        pytest.raises(grpc.RpcError, match="not configured"),
    ):
        provider.check("resources:ResourceGroup", {})


def test_checking_and_comparing_configuration_is_left_to_the_engine(provider: Provider) -> None:
    checked = provider.stub.CheckConfig(pb.CheckRequest(news={"location": "eastus2"}))
    assert dict(checked.inputs) == {"location": "eastus2"}
    assert provider.stub.DiffConfig(pb.DiffRequest()).changes == pb.DiffResponse.DIFF_UNKNOWN
