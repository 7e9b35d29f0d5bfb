"""What Azure is asked for when a command job is handed in: script, data, machines, identity, and where results go."""

import shlex
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jobs.adapters.registry import RegistryModel
from jobs.domain.errors import UsageError
from jobs.domain.job import JobSpec
from jobs.domain.nodes import nodes_for
from jobs.domain.recipe import CommandTuning
from jobs.domain.stack import StackOutputs

OUTPUT = "model"


@dataclass(frozen=True)
class JobAssets:
    """What a job needs that is registered in the workspace or in Azure's registry.

    Attributes:
        code: ARM id of the code asset with the training script.
        environment: ARM id of the environment.
        model: the base model.
        checkpoints: folder that all attempts at the same run have in common.
    """

    code: str
    environment: str
    model: RegistryModel
    checkpoints: str


def job_body(spec: JobSpec, stack: StackOutputs, assets: JobAssets) -> dict[str, Any]:
    """The body of the job's PUT.

    Raises:
        QuotaError: the cluster hasn't as many nodes.
        UsageError: it isn't a command job, or asks for more processes than GPUs.
    """
    tuning = command_tuning(spec)
    nodes = nodes_for(tuning, stack)
    processes = {"distributionType": "PyTorch", "processCountPerInstance": nodes.processes}
    properties = {
        "jobType": "Command",
        "displayName": spec.recipe_name,
        "experimentName": spec.recipe_name,
        "tags": dict(spec.tags),
        "codeId": assets.code,
        "environmentId": assets.environment,
        "computeId": f"{stack.workspace_path}/computes/{stack.compute_name}",
        "command": _command(spec, tuning),
        "inputs": {
            "model": _input(assets.model.type, assets.model.id),
            "train": _input("uri_file", spec.train_uri),
            "validation": _input("uri_file", spec.validation_uri),
        },
        "outputs": {
            OUTPUT: {"jobOutputType": "custom_model", "mode": "ReadWriteMount"},
            "checkpoints": {"jobOutputType": "uri_folder", "mode": "ReadWriteMount", "uri": assets.checkpoints},
        },
        "environmentVariables": {"HF_HUB_DISABLE_TELEMETRY": "1"},
        "identity": {"identityType": "Managed", "clientId": stack.job_identity_client_id},
        "resources": {"instanceCount": nodes.count},
        "limits": {"jobLimitsType": "Command", "timeout": f"PT{tuning.maximum_hours}H"},
        **({"distribution": processes} if nodes.is_distributed else {}),
    }
    return {"properties": properties}


def command_tuning(spec: JobSpec) -> CommandTuning:
    """The hyperparameters of a command job.

    Raises:
        UsageError: they are another method's.
    """
    if not isinstance(spec.tuning, CommandTuning):
        raise UsageError(f"a command job can't do what the method {spec.tuning.method} does")
    return spec.tuning


def _input(kind: str, uri: str) -> dict[str, str]:
    return {"jobInputType": kind, "uri": uri, "mode": "ReadOnlyMount"}


def _command(spec: JobSpec, tuning: CommandTuning) -> str:
    """The command line of `fine_tune.py`; a shell reads it, so what a recipe says is quoted."""
    named = {
        "task": tuning.task,
        "method": tuning.objective,
        "loss": tuning.loss,
        "optimizer": tuning.optimizer,
        "beta": tuning.beta if tuning.objective == "dpo" else None,
        "epochs": tuning.epochs,
        "learning-rate": _plain(tuning.learning_rate),
        "batch-size": tuning.batch_size,
        "gradient-accumulation": tuning.gradient_accumulation,
        "warmup": tuning.warmup,
        "max-length": tuning.maximum_length,
        "lora-rank": tuning.lora_rank,
        "evaluations": tuning.evaluations,
        "seed": tuning.seed,
        "model-id": spec.tuned_model,
        "base-label": spec.model,
    }
    paths = {
        "model": "${{inputs.model}}",
        "train": "${{inputs.train}}",
        "validation": "${{inputs.validation}}",
        "output": f"${{{{outputs.{OUTPUT}}}}}",
        "checkpoints": "${{outputs.checkpoints}}",
    }
    flags = {**paths, **{name: shlex.quote(str(value)) for name, value in named.items() if value is not None}}
    return " ".join(["python fine_tune.py", *[f"--{k} {v}" for k, v in flags.items()], "--with-base --resume auto"])


def _plain(number: float) -> str:
    """All digits and no exponent, however small it is."""
    return f"{Decimal(repr(number)):f}"
