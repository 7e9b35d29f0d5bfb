"""What would only pretend to serve is refused, with what to use instead."""

import pytest

from tests.local_azure.machinelearning.running import PROJECT, RunningAzure


@pytest.mark.parametrize("path", ["batchEndpoints/chat", "components/step"])
def test_what_does_not_serve_is_refused_and_not_there(azure: RunningAzure, path: str) -> None:
    answer = azure.call("PUT", f"{PROJECT}/{path}", {"location": "eastus2", "properties": {"authMode": "Key"}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (501, "NotSupportedByLocalAzure")
    assert azure.call("GET", f"{PROJECT}/{path}").status_code == 404
