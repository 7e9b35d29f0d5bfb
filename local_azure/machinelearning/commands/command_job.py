"""What a command job is to do."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Input:
    """One input.

    Attributes:
        kind: ``literal``, or what its uri names: ``uri_file``, ``uri_folder``, ``custom_model`` or ``mlflow_model``.
        value: The literal, or the uri.
        mode: How the command gets it: ``Direct`` is its uri, else it is brought to the machine; ``ReadWriteMount``
            takes back what the command changes.
    """

    kind: str
    value: str
    mode: str

    @property
    def is_brought(self) -> bool:
        """Whether there are files to bring to the machine."""
        return self.kind != "literal" and self.mode != "Direct"


@dataclass(frozen=True)
class Output:
    """One output.

    Attributes:
        kind: ``uri_file``, ``uri_folder``, ``custom_model`` or ``mlflow_model``.
        uri: Where it goes; None for the default place.
        mode: ``ReadWriteMount`` is written as the command goes on, ``Upload`` when it has ended, ``Direct`` is the uri.
        asset_name: The name that it is registered under; None for no registration.
        asset_version: The version of that; None for the next one.
    """

    kind: str
    uri: str | None
    mode: str
    asset_name: str | None
    asset_version: str | None


@dataclass(frozen=True)
class Identity:
    """Who the job is when it reads and writes data.

    Attributes:
        kind: ``Managed``, ``UserIdentity`` or ``AMLToken``.
        client_id: The client id of a user-assigned identity.
        object_id: Its object id.
        resource_id: Its ARM id.
    """

    kind: str
    client_id: str | None
    object_id: str | None
    resource_id: str | None


@dataclass(frozen=True)
class CommandJob:
    """What a command job is to do.

    Attributes:
        command: What bash runs, with its placeholders.
        code_id: The code asset whose files are the working folder; None for an empty one.
        environment_id: The environment.
        compute_id: The cluster; None for serverless compute.
        instance_type: The machine of serverless compute.
        instances: Nodes.
        processes: Processes on each node.
        distributed: Whether the processes find each other by PyTorch's variables.
        inputs: By name.
        outputs: By name.
        variables: Environment variables of the submitter's.
        identity: Who it is; None for what the compute says.
        timeout: Seconds that it may run; None for no limit.
        low_priority: Whether serverless compute may take its nodes away.
    """

    command: str
    code_id: str | None
    environment_id: str
    compute_id: str | None
    instance_type: str | None
    instances: int
    processes: int
    distributed: bool
    inputs: Mapping[str, Input]
    outputs: Mapping[str, Output]
    variables: Mapping[str, str]
    identity: Identity | None
    timeout: int | None
    low_priority: bool

    @property
    def world_size(self) -> int:
        """How many processes it is altogether."""
        return self.instances * self.processes
