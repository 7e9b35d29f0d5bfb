"""Workspaces, connections, computes, assets, jobs, models and endpoints of Azure ML, by azure-ai-ml."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from azure.ai.ml import MLClient
from compute_commands import compute_commands
from connection_commands import connection_commands
from data_commands import data_commands
from datastore_commands import datastore_commands
from endpoint_commands import endpoint_commands
from environment_commands import environment_commands
from finetuning_commands import finetuning_commands
from job_commands import job_commands
from model_commands import model_commands
from network_commands import network_commands
from place import GROUP, NAME, ROLES, make_workspace, workspace_body
from registry_commands import registry_commands
from retry_commands import retry_commands
from serverless_commands import serverless_commands
from serverless_job_commands import serverless_job_commands
from setting import SUBSCRIPTION, Command, credential, group_commands, may
from workspace_commands import workspace_commands
from workspace_update_commands import workspace_update_commands


def commands() -> Iterator[Command]:
    """Makes a workspace on a storage account, a vault and Application Insights, and works in it."""
    logging.disable(logging.WARNING)  # it tells of each experimental class and each upload
    client = MLClient(credential(), SUBSCRIPTION, GROUP, NAME)
    namespaces = ("Storage", "KeyVault", "Insights", "OperationalInsights", "MachineLearningServices")
    yield from group_commands(GROUP, *(f"Microsoft.{each}" for each in namespaces))
    yield "a workspace with what it stands on", make_workspace
    for name, role in ROLES.items():
        yield f"the role {name}", lambda role=role: may(role, GROUP)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from workspace_update_commands(client, workspace_body())
        yield from network_commands(client, workspace_body())
        yield from connection_commands(client)
        yield from compute_commands(client)
        yield from datastore_commands(client)
        yield from data_commands(client, folder)
        yield from environment_commands(client)
        yield from job_commands(client, folder)
        yield from serverless_job_commands(client)
        yield from finetuning_commands(client, folder)
        yield from model_commands(client, folder)
        yield from endpoint_commands(client, folder)
        yield from serverless_commands(client)
        yield from registry_commands()
        yield from retry_commands(client)
    yield from workspace_commands()
