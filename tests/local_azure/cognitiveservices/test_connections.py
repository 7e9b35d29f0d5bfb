"""Connections of accounts and projects: what they must name, and secrets that nothing reads back."""

import json

import pytest

from tests.local_azure.running import LocalAzure

SECRET = "not-to-be-read-back"  # pragma: allowlist secret
WITH_KEY = {
    "properties": {
        "category": "ApiKey",
        "target": "https://weather.example.com/",
        "authType": "ApiKey",
        "credentials": {"key": SECRET},
    }
}


@pytest.mark.parametrize("scope", ["", "/projects/travel"])
def test_a_secret_is_not_read_back(local_azure: LocalAzure, account: str, scope: str) -> None:
    if scope:
        local_azure.put(f"{account}{scope}", {"location": "eastus2", "properties": {}})
    path = f"{account}{scope}/connections/weather"
    made = local_azure.call("PUT", path, WITH_KEY)
    assert made.status_code == 200
    answers = [made, local_azure.call("GET", path), local_azure.call("GET", f"{account}{scope}/connections")]
    assert all(SECRET not in json.dumps(answer.json()) for answer in answers)
    assert made.json()["properties"]["target"] == "https://weather.example.com/"


def test_what_was_read_can_be_put_again_without_its_secret(local_azure: LocalAzure, account: str) -> None:
    path = f"{account}/connections/weather"
    read = local_azure.put(path, WITH_KEY)
    assert local_azure.call("PUT", path, {"properties": read["properties"]}).status_code == 200


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ({"authType": "Handshake"}, "properties.authType"),
        ({"category": ""}, "category"),
        ({"target": None}, "target"),
        ({"credentials": {}}, "credentials"),
    ],
)
def test_what_lacks_is_named(local_azure: LocalAzure, account: str, change: dict[str, object], target: str) -> None:
    sent = {"properties": {**WITH_KEY["properties"], **change}}
    error = local_azure.call("PUT", f"{account}/connections/weather", sent).json()["error"]
    assert (error["code"], error["target"]) == ("ValidationError", target)
