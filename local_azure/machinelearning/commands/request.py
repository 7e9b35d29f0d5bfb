"""A command job's request, checked as Azure checks it before the job exists."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from local_azure.errors import bad_request, not_supported
from local_azure.json_types import Json
from local_azure.machinelearning.commands.command_job import CommandJob, Identity, Input, Output
from local_azure.machinelearning.commands.expansion import require_known_names
from local_azure.machinelearning.jobs.checked import Member, checked

_FILES = "uri_file", "uri_folder", "custom_model", "mlflow_model"
_GUID = r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"
_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
_LONGEST_NAME = 255  # of a folder
_DURATION = re.compile(r"P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_MOST_PROCESSES = 64  # this machine's own bound; Azure's is the number of nodes in the quota

_Name = Annotated[str, Field(pattern=_NAME, max_length=_LONGEST_NAME)]


class _Input(Member):
    job_input_type: Literal[
        "literal", "uri_file", "uri_folder", "custom_model", "mlflow_model", "mltable", "triton_model"
    ]
    uri: str | None = None
    value: str | None = None
    mode: Literal["ReadOnlyMount", "ReadWriteMount", "Download", "Direct", "EvalMount", "EvalDownload"] | None = None


class _Output(Member):
    job_output_type: Literal["uri_file", "uri_folder", "custom_model", "mlflow_model", "mltable", "triton_model"]
    uri: str | None = None
    mode: Literal["ReadWriteMount", "Upload", "Direct"] | None = None
    asset_name: str | None = None
    asset_version: str | None = None


class _Distribution(Member):
    distribution_type: Literal["PyTorch", "Mpi", "TensorFlow"]
    process_count_per_instance: int | None = Field(default=None, ge=1)


class _Identity(Member):
    identity_type: Literal["AMLToken", "Managed", "UserIdentity"]
    client_id: str | None = Field(default=None, pattern=_GUID)
    object_id: str | None = Field(default=None, pattern=_GUID)
    resource_id: str | None = None


class _Limits(Member):
    timeout: str | None = None


class _Resources(Member):
    instance_type: str | None = None
    instance_count: int | None = Field(default=None, ge=1)


class _Queue(Member):
    job_tier: str | None = None


class _Job(Member):
    command: str = Field(min_length=1, pattern="[a-zA-Z0-9_]")
    environment_id: str = Field(min_length=1)
    code_id: str | None = None
    compute_id: str | None = None
    inputs: Mapping[_Name, _Input] | None = None
    outputs: Mapping[_Name, _Output] | None = None
    environment_variables: Mapping[str, str] | None = None
    distribution: _Distribution | None = None
    identity: _Identity | None = None
    limits: _Limits | None = None
    resources: _Resources | None = None
    queue_settings: _Queue | None = None


def parse_command(properties: Json) -> CommandJob:
    """Returns what a command job's ``properties`` ask for.

    Raises:
        AzureError: 400 naming the member, what was sent and what is allowed; 501 for what isn't run here.
    """
    job = checked(_Job, properties, "properties")
    resources = job.resources or _Resources()
    inputs = {name: _input(name, each) for name, each in (job.inputs or {}).items()}
    outputs = {name: _output(name, each) for name, each in (job.outputs or {}).items() if name != "default"}
    count = resources.instance_count or 1
    processes = _processes(job.distribution, count)
    require_known_names(job.command, inputs, outputs)
    return CommandJob(
        command=job.command,
        code_id=job.code_id,
        environment_id=job.environment_id,
        compute_id=job.compute_id,
        instance_type=resources.instance_type,
        instances=count,
        processes=processes,
        distributed=job.distribution is not None,
        inputs=inputs,
        outputs=outputs,
        variables=_variables(job.environment_variables or {}),
        identity=None if job.identity is None else _identity(job.identity),
        timeout=_timeout(job.limits.timeout if job.limits else None),
        low_priority=bool(job.queue_settings and str(job.queue_settings.job_tier).lower() == "spot"),
    )


def _input(name: str, sent: _Input) -> Input:
    kind, where = sent.job_input_type, f"inputs.{name}"
    if kind == "literal":
        if not sent.value:
            raise bad_request(f"The literal input '{name}' has no value.", code="UserError", target=f"{where}.value")
        return Input(kind, sent.value, "Direct")
    if kind not in _FILES:
        raise not_supported(f"inputs of type '{kind}'", f"It has {', '.join(_FILES)} and literals.")
    if not sent.uri:
        raise bad_request(f"The input '{name}' has no uri.", code="UserError", target=f"{where}.uri")
    if sent.mode in ("EvalMount", "EvalDownload"):
        raise not_supported(f"inputs with the mode '{sent.mode}'", "Use ReadOnlyMount or Download.")
    return Input(kind, sent.uri, sent.mode or "ReadOnlyMount")


def _output(name: str, sent: _Output) -> Output:
    if sent.job_output_type not in _FILES:
        raise not_supported(f"outputs of type '{sent.job_output_type}'", f"It has {', '.join(_FILES)}.")
    mode = sent.mode or "ReadWriteMount"
    return Output(sent.job_output_type, sent.uri, mode, sent.asset_name, sent.asset_version)


def _processes(distribution: _Distribution | None, instances: int) -> int:
    if distribution is None:
        if instances > 1:
            raise not_supported(
                "jobs on several nodes without a distribution", "Set distribution.distributionType to PyTorch."
            )
        return 1
    if distribution.distribution_type != "PyTorch":
        raise not_supported(
            f"the distribution '{distribution.distribution_type}'", "It runs PyTorch's: a process for each rank."
        )
    each = distribution.process_count_per_instance or 1
    if each * instances > _MOST_PROCESSES:
        raise not_supported(f"jobs of {each * instances} processes", f"It runs {_MOST_PROCESSES} at most.")
    return each


def _identity(sent: _Identity) -> Identity:
    return Identity(sent.identity_type, sent.client_id, sent.object_id, sent.resource_id)


def _variables(sent: Mapping[str, str]) -> Mapping[str, str]:
    for name, value in sent.items():
        if not name or "=" in name or "\0" in name + value:
            message = f"The environment variable '{name}' has a name or a value that no process can have."
            raise bad_request(message, code="UserError", target="environmentVariables")
    return sent


def _timeout(text: str | None) -> int | None:
    if not text:
        return None
    found = _DURATION.fullmatch(text)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if total < 1:
        message = f"The timeout '{text}' isn't an ISO 8601 duration of a second or more, such as PT1H30M."
        raise bad_request(message, code="UserError", target="limits.timeout")
    return total
