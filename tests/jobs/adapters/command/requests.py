"""A stack and a job for tests of command jobs."""

from jobs.domain.job import JobSpec
from jobs.domain.recipe import CommandTuning
from jobs.domain.stack import StackOutputs

STACK = StackOutputs(
    journey="phi3-custom",
    method="command",
    environment="test",
    subscription_id="5ca1ab1e-0000-4000-8000-000000000001",
    tenant_id="5ca1ab1e-0000-4000-8000-000000000002",
    location="eastus2",
    resource_group_name="rg-test",
    workspace_name="workspace-test",
    compute_name="gpu-cluster",
    compute_nodes=2,
    compute_gpus=4,
    job_identity_client_id="5ca1ab1e-0000-4000-8000-000000000003",
    endpoint_identity_id="/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/e",
    serving_sku="Standard_E4s_v3",
    tags={"owner": "somebody"},
)


def spec(tuning: CommandTuning | None = None, checkpoints: str = "") -> JobSpec:
    return JobSpec(
        name="style-0123456789ab",
        recipe_name="style",
        model="Phi-3-mini-4k-instruct",
        tuned_model="style-tuned",
        train_uri="azureml://datastores/default/paths/train.jsonl",
        validation_uri="azureml://datastores/default/paths/validation.jsonl",
        tuning=tuning or CommandTuning(method="command"),
        tags={"owner": "somebody", "recipe": "style"},
        checkpoints=checkpoints,
    )
