"""The provider protocol as the engine speaks it, over a real channel to the provider in this process."""

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from infra.provider.exchange import Answer
from infra.provider.properties import from_struct, to_struct
from infra.provider.resources import resources_over
from infra.provider.servicer import Servicer
from tests.infra.provider.conftest import FakeArm, FakeClock

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
WORKSPACE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/proj"


def urn(kind: str) -> str:
    return f"urn:pulumi:phi3-dev::tunestack::tunestack:infra:Project$tunestack:index:{kind}::name"


@pytest.fixture
def cancelled() -> threading.Event:
    """Set when the engine cancels."""
    return threading.Event()


@pytest.fixture
def told() -> list[tuple[str, str]]:
    """What the engine was told to show, by URN."""
    return []


@pytest.fixture
def provider(
    fake_arm: FakeArm, clock: FakeClock, cancelled: threading.Event, told: list[tuple[str, str]]
) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    """The engine's end of the channel."""
    server = grpc.server(ThreadPoolExecutor(2))
    servicer = Servicer(
        resources_over(fake_arm, clock, lambda _: fake_arm),
        cancel=cancelled.set,
        tell=lambda resource, message: told.append((resource, message)),
    )
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield provider_pb2_grpc.ResourceProviderStub(channel)
    server.stop(grace=None).wait()


def failures(provider: provider_pb2_grpc.ResourceProviderStub, kind: str, **inputs: str) -> Mapping[str, str]:
    checked = provider.Check(provider_pb2.CheckRequest(urn=urn(kind), news=to_struct(inputs)))
    return {failure.property: failure.reason for failure in checked.failures}


def test_it_says_that_it_previews_and_wants_no_secrets(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    configured = provider.Configure(provider_pb2.ConfigureRequest())
    assert configured.supportsPreview
    assert not configured.acceptSecrets


def test_missing_and_surplus_inputs_are_refused(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    assert failures(provider, "ProviderRegistration", subscriptionId="s", name="x") == {
        "namespace": "must be given",
        "name": "there is no such input",
    }


def test_an_input_that_is_unknown_yet_is_accepted(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    assert failures(provider, "RunResources", workspaceId=UNKNOWN) == {}


def test_a_wrong_input_is_refused_with_a_reason(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    assert "no id of an Azure ML workspace" in failures(provider, "RunResources", workspaceId="x")["workspaceId"]


def test_a_change_that_would_lose_data_is_refused_by_the_check(
    provider: provider_pb2_grpc.ResourceProviderStub,
) -> None:
    olds = to_struct({"isolation": "AllowOnlyApprovedOutbound", "allowReplace": False})
    news = to_struct({"isolation": "Disabled", "allowReplace": False})
    checked = provider.Check(provider_pb2.CheckRequest(urn=urn("NetworkIsolation"), olds=olds, news=news))
    assert [failure.property for failure in checked.failures] == ["isolation"]
    assert not provider.Check(provider_pb2.CheckRequest(urn=urn("NetworkIsolation"), news=news)).failures


def test_a_preview_keeps_unknown_values_unknown(
    provider: provider_pb2_grpc.ResourceProviderStub, fake_arm: FakeArm
) -> None:
    planned = provider.Create(
        provider_pb2.CreateRequest(
            urn=urn("RunResources"), properties=to_struct({"workspaceId": UNKNOWN}), preview=True
        )
    )
    assert planned.properties.fields["workspaceId"].string_value == UNKNOWN
    assert not planned.id
    assert not fake_arm.requests


def test_creating_gives_id_inputs_and_outputs(
    provider: provider_pb2_grpc.ResourceProviderStub, fake_arm: FakeArm
) -> None:
    path = "/subscriptions/s/providers/Microsoft.Network"
    fake_arm.resources[path] = {"registrationState": "Registered"}
    inputs = {"subscriptionId": "s", "namespace": "Microsoft.Network"}
    created = provider.Create(provider_pb2.CreateRequest(urn=urn("ProviderRegistration"), properties=to_struct(inputs)))
    assert created.id == path
    assert from_struct(created.properties) == {**inputs, "registrationState": "Registered"}


def test_a_changed_identifying_input_replaces_and_another_one_updates(
    provider: provider_pb2_grpc.ResourceProviderStub,
) -> None:
    old = {"vaultName": "a", "policy": "purge"}
    for news, replaces in (({**old, "policy": "fail"}, []), ({**old, "vaultName": "b"}, ["vaultName"])):
        found = provider.Diff(
            provider_pb2.DiffRequest(urn=urn("NameRelease"), old_inputs=to_struct(old), news=to_struct(news))
        )
        assert found.changes == provider_pb2.DiffResponse.DIFF_SOME
        assert list(found.replaces) == replaces


def test_an_id_that_is_unknown_yet_counts_as_changed(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    found = provider.Diff(
        provider_pb2.DiffRequest(
            urn=urn("RunResources"),
            old_inputs=to_struct({"workspaceId": WORKSPACE}),
            news=to_struct({"workspaceId": UNKNOWN}),
        )
    )
    assert list(found.replaces) == ["workspaceId"]


def test_the_same_inputs_change_nothing(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    same = to_struct({"workspaceId": WORKSPACE})
    found = provider.Diff(provider_pb2.DiffRequest(urn=urn("RunResources"), old_inputs=same, news=same))
    assert found.changes == provider_pb2.DiffResponse.DIFF_NONE


def test_a_refresh_keeps_state_and_inputs(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    state = to_struct({"workspaceId": WORKSPACE})
    read = provider.Read(
        provider_pb2.ReadRequest(id=WORKSPACE, urn=urn("RunResources"), properties=state, inputs=state)
    )
    assert (read.id, read.properties, read.inputs) == (WORKSPACE, state, state)


def test_a_preview_says_what_quota_is_asked_for(
    provider: provider_pb2_grpc.ResourceProviderStub, told: list[tuple[str, str]]
) -> None:
    inputs = {"subscriptionId": "s", "location": "eastus2", "family": "family", "limit": 24}
    asked = "asks Azure for 24 vCPUs of family in eastus2, where the limit is 0"
    provider.Create(provider_pb2.CreateRequest(urn=urn("Quota"), properties=to_struct(inputs), preview=True))
    assert told == [(urn("Quota"), asked)]
    less = to_struct({**inputs, "limit": 12})
    provider.Update(provider_pb2.UpdateRequest(urn=urn("Quota"), olds=less, news=to_struct(inputs), preview=True))
    assert told == [(urn("Quota"), asked)] * 2


def test_what_a_refresh_finds_to_differ_becomes_an_input(
    provider: provider_pb2_grpc.ResourceProviderStub, fake_arm: FakeArm
) -> None:
    region = "/subscriptions/s/providers/Microsoft.MachineLearningServices/locations/eastus2"
    path = f"{region}/providers/Microsoft.Quota/quotas/family"
    fake_arm.put(path, limit={"value": 6})
    inputs = {"subscriptionId": "s", "location": "eastus2", "family": "family", "limit": 24}
    read = provider.Read(
        provider_pb2.ReadRequest(id=path, urn=urn("Quota"), properties=to_struct(inputs), inputs=to_struct(inputs))
    )
    assert from_struct(read.inputs) == {**inputs, "limit": 6}


def test_what_is_gone_is_read_without_an_id(
    provider: provider_pb2_grpc.ResourceProviderStub, fake_arm: FakeArm
) -> None:
    read = provider.Read(
        provider_pb2.ReadRequest(id="/subscriptions/s/providers/Microsoft.Network", urn=urn("ProviderRegistration"))
    )
    assert not read.id


def test_an_update_takes_the_new_inputs_over(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    state = {"policy": "purge", "vaultName": "kv", "vaultCreateMode": "default"}
    updated = provider.Update(
        provider_pb2.UpdateRequest(
            urn=urn("NameRelease"), olds=to_struct(state), news=to_struct({"policy": "fail", "vaultName": "kv"})
        )
    )
    assert from_struct(updated.properties) == {**state, "policy": "fail"}


def test_a_refusal_of_azure_reaches_the_engine_as_it_is(
    provider: provider_pb2_grpc.ResourceProviderStub, fake_arm: FakeArm
) -> None:
    fake_arm.handlers["GET", f"{WORKSPACE}/data"] = lambda _: Answer(
        403, {}, '{"error": {"code": "AuthorizationFailed", "message": "no role"}}'
    )
    with pytest.raises(grpc.RpcError) as refused:
        provider.Delete(
            provider_pb2.DeleteRequest(
                id=WORKSPACE, urn=urn("RunResources"), properties=to_struct({"workspaceId": WORKSPACE})
            )
        )
    assert "AuthorizationFailed: no role" in refused.value.details()
    assert "Traceback" not in refused.value.details()


def test_an_unknown_type_is_refused_with_those_that_there_are(
    provider: provider_pb2_grpc.ResourceProviderStub,
) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        provider.Check(provider_pb2.CheckRequest(urn=urn("Nothing")))
    assert "tunestack:index:RunResources" in refused.value.details()


def test_cancelling_ends_all_waiting(
    provider: provider_pb2_grpc.ResourceProviderStub, cancelled: threading.Event
) -> None:
    provider.Cancel(empty_pb2.Empty())
    assert cancelled.is_set()
