"""Comparing inputs: what changed, and whether the resource has to be replaced."""

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from tests.toolchain.azure_native.provider import Provider, urn
from toolchain.azure_native.values import UNKNOWN, to_struct

OLD = {
    "accountName": "data",
    "resourceGroupName": "rg",
    "location": "eastus2",
    "kind": "StorageV2",
    "tags": {"owner": "me"},
    "isHnsEnabled": False,
    "networkRuleSet": {"ipRules": [{"iPAddressOrRange": "10.0.0.1"}]},
}
Kind = pb.PropertyDiff


def compare(provider: Provider, old: dict[str, Any], new: dict[str, Any], **state: object) -> pb.DiffResponse:
    return provider.stub.Diff(
        pb.DiffRequest(
            urn=urn("storage:StorageAccount"), olds=to_struct(state), news=to_struct(new), old_inputs=to_struct(old)
        )
    )


def kinds(answer: pb.DiffResponse) -> dict[str, int]:
    return {path: entry.kind for path, entry in answer.detailedDiff.items()}


def test_the_same_inputs_are_no_change(provider: Provider) -> None:
    answer = compare(provider, OLD, OLD)
    assert answer.changes == pb.DiffResponse.DIFF_NONE
    assert (kinds(answer), answer.hasDetailedDiff) == ({}, True)


def test_spelling_of_place_and_group_and_keys_of_the_provider_are_no_change(provider: Provider) -> None:
    new = {**OLD, "location": "East US 2", "resourceGroupName": "RG", "__createBeforeDelete": True}
    assert compare(provider, OLD, new).changes == pb.DiffResponse.DIFF_NONE


def test_each_change_is_told_by_its_path(provider: Provider) -> None:
    rules = {"ipRules": [{"iPAddressOrRange": "10.0.0.2"}, {"iPAddressOrRange": "10.0.0.3"}]}
    new = {**OLD, "kind": "BlobStorage", "tags": {"team": "ai"}, "networkRuleSet": rules}
    answer = compare(provider, OLD, new)
    assert kinds(answer) == {
        "kind": Kind.UPDATE,
        "tags.owner": Kind.DELETE,
        "tags.team": Kind.ADD,
        "networkRuleSet.ipRules[0].iPAddressOrRange": Kind.UPDATE,
        "networkRuleSet.ipRules[1]": Kind.ADD,
    }
    assert not answer.replaces
    assert not answer.deleteBeforeReplace


@pytest.mark.parametrize("changed", [{"accountName": "other"}, {"location": "westus"}, {"isHnsEnabled": True}])
def test_name_place_and_what_the_type_says_replace(provider: Provider, changed: dict[str, Any]) -> None:
    answer = compare(provider, OLD, {**OLD, **changed})
    assert list(answer.replaces) == list(changed)
    assert kinds(answer) == {next(iter(changed)): Kind.UPDATE_REPLACE}


def test_a_given_name_is_deleted_first_and_a_made_one_created_first(provider: Provider) -> None:
    new = {**OLD, "location": "westus"}
    assert compare(provider, OLD, new).deleteBeforeReplace
    assert not compare(provider, {**OLD, "__createBeforeDelete": True}, new).deleteBeforeReplace


def test_a_replacing_input_that_only_now_says_what_is_so_already_does_not_replace(provider: Provider) -> None:
    old = {name: value for name, value in OLD.items() if name != "isHnsEnabled"}
    assert kinds(compare(provider, old, OLD, isHnsEnabled=False)) == {"isHnsEnabled": Kind.ADD}
    assert kinds(compare(provider, old, OLD)) == {"isHnsEnabled": Kind.ADD_REPLACE}


def test_a_value_not_known_yet_is_a_change(provider: Provider) -> None:
    assert kinds(compare(provider, OLD, {**OLD, "kind": UNKNOWN})) == {"kind": Kind.UPDATE}


def test_old_inputs_are_found_in_an_old_state(provider: Provider) -> None:
    request = pb.DiffRequest(
        urn=urn("storage:StorageAccount"), olds=to_struct({"__inputs": OLD}), news=to_struct({**OLD, "kind": "Storage"})
    )
    assert kinds(provider.stub.Diff(request)) == {"kind": Kind.UPDATE}


def test_a_state_of_another_api_version_is_warned_of(provider: Provider) -> None:
    compare(provider, OLD, OLD, azureApiVersion="2020-01-01")
    assert provider.warnings[0].startswith("Resource API version has changed from 2020-01-01 to 2024-01-01.")


def test_rules_told_apart_by_their_id_may_change_places(provider: Provider) -> None:
    def vault(*rules: dict[str, Any]) -> dict[str, Any]:
        return {
            "vaultName": "v",
            "resourceGroupName": "rg",
            "properties": {"networkAcls": {"virtualNetworkRules": list(rules)}},
        }

    def compared(old: dict[str, Any], new: dict[str, Any]) -> pb.DiffResponse:
        return provider.stub.Diff(
            pb.DiffRequest(urn=urn("keyvault:Vault"), news=to_struct(new), old_inputs=to_struct(old))
        )

    one, two = {"id": "/one", "ignoreMissingVnetServiceEndpoint": False}, {"id": "/two"}
    changed = {**one, "ignoreMissingVnetServiceEndpoint": True}
    rules = "properties.networkAcls.virtualNetworkRules"
    assert compared(vault(one, two), vault(two, one)).changes == pb.DiffResponse.DIFF_NONE
    assert kinds(compared(vault(one, two), vault(two, changed))) == {
        f"{rules}[1].ignoreMissingVnetServiceEndpoint": Kind.UPDATE
    }
    assert kinds(compared(vault(two), vault(one, two))) == {f"{rules}[0]": Kind.ADD}
    assert kinds(compared(vault(two, one), vault(two))) == {f"{rules}[1]": Kind.DELETE}


def test_the_names_of_what_changed_are_the_inputs_own(provider: Provider) -> None:
    assert list(compare(provider, OLD, {**OLD, "tags": {"owner": "you", "team": "ai"}}).diffs) == ["tags"]
