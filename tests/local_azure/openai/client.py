"""An account with its own host, asked as clients of Azure OpenAI ask it; roles, rows and waiting for the tests."""

import json
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx

from local_azure.identity import DEPLOYER_OBJECT_ID
from tests.local_azure.keyvault.vaults import assign
from tests.local_azure.running import LocalAzure

AUDIENCE = "https://cognitiveservices.azure.com"
CONTRIBUTOR = "a001fd3d-188f-4b5d-821b-7da978bf7442"
USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
API = "2024-10-21"


@dataclass(frozen=True)
class Account:
    """An AI Services account of a local Azure.

    Attributes:
        azure: The local Azure.
        id: The account's ARM id.
        name: Its subdomain.
        caller: Who asks.
    """

    azure: LocalAzure
    id: str
    name: str
    caller: str = DEPLOYER_OBJECT_ID

    def asked_by(self, object_id: str) -> "Account":
        """Returns the same account with another caller."""
        return replace(self, caller=object_id)

    @property
    def _token(self) -> str:
        return self.azure.token(AUDIENCE, self.caller)

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        dated: bool = False,
        token: str = "",
        params: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Sends a request to v1, or to the dated API."""
        headers = {"Authorization": f"Bearer {token or self._token}"}
        start = f"https://{self.name}.openai.azure.com/openai"
        url = f"{start}{path}" if dated else f"{start}/v1{path}"
        query = {**({"api-version": API} if dated else {}), **(params or {})}
        return self.azure.http.request(method, url, json=body, headers=headers, params=query)

    def upload(self, content: str | bytes, name: str = "rows.jsonl", **fields: str) -> dict[str, Any]:
        """Uploads a training file and returns it when it was checked."""
        answer = self.send_file(content, name, **fields).raise_for_status().json()
        return self.wait(f"/files/{answer['id']}", lambda file: file["status"] != "pending")

    def send_file(self, content: str | bytes, name: str = "rows.jsonl", **fields: str) -> httpx.Response:
        """Sends a file."""
        url = f"https://{self.name}.openai.azure.com/openai/v1/files"
        headers = {"Authorization": f"Bearer {self._token}"}
        data = {"purpose": "fine-tune", **fields}
        return self.azure.http.post(url, data=data, files={"file": (name, content)}, headers=headers)

    def start_job(self, **body: object) -> dict[str, Any]:
        """Creates a job and returns it."""
        answer = self.call("POST", "/fine_tuning/jobs", {"model": "gpt-4o-2024-08-06", **body})
        assert answer.status_code == 200, answer.text
        job: dict[str, Any] = answer.json()
        return job

    def ended(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """Returns a job when it has ended."""
        over = ("succeeded", "failed", "cancelled")
        return self.wait(f"/fine_tuning/jobs/{job['id']}", lambda now: now["status"] in over)

    def reach(self, job: Mapping[str, Any], status: str) -> dict[str, Any]:
        """Returns a job when it is in a state."""
        return self.wait(f"/fine_tuning/jobs/{job['id']}", lambda now: now["status"] == status)

    def messages(self, job: Mapping[str, Any]) -> list[str]:
        """Returns what a job has said, the oldest first."""
        found = self.call("GET", f"/fine_tuning/jobs/{job['id']}/events", params={"limit": "100"}).json()["data"]
        return [event["message"] for event in reversed(found)]

    def wait(self, path: str, until: Callable[[dict[str, Any]], bool], seconds: float = 800) -> dict[str, Any]:
        """GETs a path again and again until what it answers is as wanted."""
        deadline = time.monotonic() + seconds
        while True:
            answer: dict[str, Any] = self.call("GET", path).raise_for_status().json()
            if until(answer):
                return answer
            assert time.monotonic() < deadline, answer
            threading.Event().wait(0.03)

    def deploy(self, name: str, model: str = "gpt-4o", *, capacity: int = 100, **properties: object) -> None:
        """Deploys a base or tuned model."""
        version = {"version": "2024-08-06"} if model == "gpt-4o" else {"version": "1"}
        sku = {"name": "GlobalStandard", "capacity": capacity}
        body = {"sku": sku, "properties": {"model": {"format": "OpenAI", "name": model, **version}, **properties}}
        self.azure.put(f"{self.id}/deployments/{name}", body)

    def chat(self, deployment: str, text: str = "Hi", **more: object) -> httpx.Response:
        """Asks a deployment."""
        body = {"model": deployment, "messages": [{"role": "user", "content": text}], **more}
        return self.call("POST", "/chat/completions", body)


def make_account(azure: LocalAzure, group: str, **properties: object) -> Account:
    """Makes an account whose deployer may do everything at its host."""
    name = f"ai{uuid.uuid4().hex[:12]}"
    made = f"{group}/providers/Microsoft.CognitiveServices/accounts/{name}"
    body = {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}}
    azure.put(made, {**body, "properties": {"customSubDomainName": name, **properties}})
    assign(azure, made, CONTRIBUTOR, DEPLOYER_OBJECT_ID)
    return Account(azure, made, name)


def chats(count: int = 10, first: str = "Hello") -> str:
    """Returns the text of a training file; ``first`` is what its first row asks."""
    asked = [first, *(f"Question {number}?" for number in range(1, count))]
    answers = [
        {"messages": [{"role": "user", "content": each}, {"role": "assistant", "content": "Yes."}]} for each in asked
    ]
    return "".join(json.dumps(row) + "\n" for row in answers)


def error(answer: httpx.Response) -> tuple[int, str | None]:
    """Returns an answer's status and code."""
    return answer.status_code, answer.json()["error"]["code"]
