"""Files, fine-tuning jobs and chats of Azure OpenAI, by openai, in both of the shapes that Azure has."""

import io
import json
from collections.abc import Iterator

from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from openai import APIStatusError, AzureOpenAI, OpenAI
from setting import SUBSCRIPTION, Command, credential, group_commands, holds, may

GROUP, NAME = "conformance-openai", "conformance-openai"
LOCATION = "northcentralus"  # where this model can be tuned
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
SCOPE = "https://cognitiveservices.azure.com/.default"
CONTRIBUTOR = "a001fd3d-188f-4b5d-821b-7da978bf7442"
"""Cognitive Services OpenAI Contributor (azure-docs built-in-roles, 2026-10)."""
HELLO = [{"role": "user", "content": "Say hello."}]


def commands() -> Iterator[Command]:
    """Makes an account with a deployment, uploads rows, tunes on them, and chats."""
    management = CognitiveServicesManagementClient(credential(), SUBSCRIPTION)
    account = {
        "location": LOCATION,
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "identity": {"type": "SystemAssigned"},
        "properties": {"customSubDomainName": NAME},
    }
    deployment = {"sku": {"name": "GlobalStandard", "capacity": 50}, "properties": {"model": MODEL}}
    yield from group_commands(GROUP, "Microsoft.CognitiveServices")
    yield "an account", lambda: management.accounts.begin_create(GROUP, NAME, account).result()
    yield (
        "a deployment",
        lambda: management.deployments.begin_create_or_update(GROUP, NAME, "base", deployment).result(),
    )
    yield "a role on it", lambda: may(CONTRIBUTOR, GROUP)
    endpoint = f"https://{NAME}.openai.azure.com"
    dated = AzureOpenAI(
        azure_endpoint=endpoint, api_version="2024-10-21", azure_ad_token_provider=_token, max_retries=0
    )
    undated = OpenAI(base_url=f"{endpoint}/openai/v1/", api_key=_token(), max_retries=0)
    yield from _files(dated, "2024-10-21")
    yield from _files(undated, "v1")
    yield from _jobs(dated)
    yield from _chats(dated, "2024-10-21")
    yield from _chats(undated, "v1")
    yield "delete the account", lambda: _delete(management)


def _token() -> str:
    return str(credential().get_token(SCOPE).token)


def _rows() -> io.BytesIO:
    row = {"messages": [*HELLO, {"role": "assistant", "content": "Hello to you."}]}
    file = io.BytesIO("\n".join(json.dumps(row) for _ in range(12)).encode())
    file.name = "rows.jsonl"
    return file


def _files(client: OpenAI, version: str) -> Iterator[Command]:
    made: dict[str, str] = {}

    def create() -> None:
        made["id"] = client.files.create(file=_rows(), purpose="fine-tune").id

    yield f"files.create ({version})", create
    yield (
        f"files.wait_for_processing ({version})",
        lambda: holds(client.files.wait_for_processing(made["id"], poll_interval=0.2).status, "processed"),
    )
    yield f"files.retrieve ({version})", lambda: holds(client.files.retrieve(made["id"]).filename, "rows.jsonl")
    yield f"files.list ({version})", lambda: holds(made["id"] in [one.id for one in client.files.list()], True)
    yield f"files.content ({version})", lambda: holds(client.files.content(made["id"]).read(), _rows().getvalue())
    yield f"files.delete ({version})", lambda: holds(client.files.delete(made["id"]).deleted, True)
    yield f"files.retrieve of none ({version})", lambda: _status(404, lambda: client.files.retrieve(made["id"]))


def _jobs(client: OpenAI) -> Iterator[Command]:
    jobs, made = client.fine_tuning.jobs, dict[str, str]()

    def create() -> None:
        made["file"] = client.files.create(file=_rows(), purpose="fine-tune").id
        client.files.wait_for_processing(made["file"], poll_interval=0.2)
        parameters = {"n_epochs": 1, "batch_size": 1, "learning_rate_multiplier": 1.0}
        method = {"type": "supervised", "supervised": {"hyperparameters": parameters}}
        model = f"{MODEL['name']}-{MODEL['version']}"
        made["job"] = jobs.create(model=model, training_file=made["file"], seed=1, suffix="one", method=method).id

    yield "fine_tuning.jobs.create", create
    yield "fine_tuning.jobs.retrieve", lambda: holds(jobs.retrieve(made["job"]).seed, 1)
    yield "fine_tuning.jobs.list", lambda: holds([one.id for one in jobs.list()], [made["job"]])
    yield "fine_tuning.jobs.list_events", lambda: holds(bool(list(jobs.list_events(made["job"]))), True)
    yield "fine_tuning.jobs.checkpoints.list", lambda: list(jobs.checkpoints.list(made["job"]))
    yield "fine_tuning.jobs.cancel", lambda: holds(jobs.cancel(made["job"]).status, "cancelled")
    yield "fine_tuning.jobs.retrieve of none", lambda: _status(404, lambda: jobs.retrieve("ftjob-none"))
    yield (
        "fine_tuning.jobs.create without rows",
        lambda: _status(400, lambda: jobs.create(model="gpt-4.1-mini-2025-04-14", training_file="file-none")),
    )


def _chats(client: OpenAI, version: str) -> Iterator[Command]:
    completions = client.chat.completions

    def streamed() -> str:
        pieces = completions.create(model="base", messages=HELLO, max_tokens=8, stream=True)
        return "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)

    yield (
        f"chat.completions.create ({version})",
        lambda: holds(completions.create(model="base", messages=HELLO, max_tokens=8).usage.completion_tokens > 0, True),
    )
    yield f"chat.completions.create, streamed ({version})", lambda: holds(isinstance(streamed(), str), True)
    yield (
        f"chat.completions.create of no deployment ({version})",
        lambda: _status(404, lambda: completions.create(model="none", messages=HELLO)),
    )


def _status(expected: int, call: object) -> None:
    try:
        call()  # type: ignore[operator]
    except APIStatusError as error:
        holds(error.status_code, expected)
        return
    raise AssertionError(f"it was done, not refused with {expected}")


def _delete(management: CognitiveServicesManagementClient) -> None:
    management.deployments.begin_delete(GROUP, NAME, "base").result()
    management.accounts.begin_delete(GROUP, NAME).result()
    management.deleted_accounts.begin_purge(LOCATION, GROUP, NAME).result()
