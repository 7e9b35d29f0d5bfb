"""Files, fine-tuning jobs, models and chats of Azure OpenAI, by openai, in both of the shapes that Azure has."""

from collections.abc import Iterator

from account import DATED, delete_account, make_account, make_deployment, management, of_version
from chat_commands import chat_commands
from file_commands import file_commands
from model_commands import model_commands
from region_commands import region_commands
from setting import Command, group_commands, may
from tuning_commands import tuning_commands

GROUP = "conformance-openai"
CONTRIBUTOR = "a001fd3d-188f-4b5d-821b-7da978bf7442"
"""Cognitive Services OpenAI Contributor (azure-docs built-in-roles, 2026-10)."""


def commands() -> Iterator[Command]:
    """Makes an account with deployments, uploads rows, tunes on them, and chats with what came of it."""
    arm = management()
    yield from group_commands(GROUP, "Microsoft.CognitiveServices")
    yield "an account", lambda: make_account(arm)
    yield "a deployment", lambda: make_deployment(arm, "base", capacity=50)
    yield "a deployment that may be asked little", lambda: make_deployment(arm, "slow", capacity=1)
    yield "a role on it", lambda: may(CONTRIBUTOR, GROUP)
    tuned: dict[str, str] = {}
    for version in (DATED, "v1"):
        client = of_version(version)
        yield from file_commands(client, version)
        yield from tuning_commands(client, version, tuned)
        yield from chat_commands(client, version)
        yield from model_commands(client, version, arm, tuned)
    yield from region_commands(arm)
    yield "delete the account", lambda: delete_account(arm)
