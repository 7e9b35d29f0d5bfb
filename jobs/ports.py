"""What the services need of the world outside, as protocols; adapters speak them to Azure, tests to memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from jobs.domain.answers import Answer
from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.domain.job import Job, JobSpec, ModelVersion, RunDetails
from jobs.domain.progress import MetricPoint


class Clock(Protocol):
    """Time."""

    def now(self) -> datetime:
        """The time, in UTC."""

    def monotonic(self) -> float:
        """Seconds that only ever grow, to measure durations with."""

    def sleep(self, seconds: float) -> None:
        """Waits."""


class Datastore(Protocol):
    """The workspace's default datastore: files under paths."""

    def uri(self, path: str) -> str:
        """How a job names the file: `azureml://datastores/NAME/paths/PATH`."""

    def upload(self, path: str, file: Path) -> bool:
        """Uploads a file unless one is there already; says whether it uploaded."""

    def read(self, path: str) -> bytes | None:
        """A file's content; none where there is no such file."""

    def write(self, path: str, content: bytes) -> None:
        """Writes a small file, over one that is there."""


class FineTuningJobs(Protocol):
    """Fine-tuning jobs of a workspace."""

    def submit(self, spec: JobSpec) -> None:
        """Hands a job in; handing the same in twice makes one job."""

    def get(self, name: str) -> Job | None:
        """A job by name."""

    def list(self) -> list[Job]:
        """All fine-tuning jobs of the workspace, newest first."""

    def cancel(self, name: str) -> None:
        """Asks for a job to be stopped."""


class Runs(Protocol):
    """What a job reports while it runs and after."""

    def details(self, name: str) -> RunDetails:
        """State, times and error."""

    def parameters(self, name: str) -> Mapping[str, str]:
        """What the trainer logged as parameters."""

    def metrics(self, name: str, keys: Sequence[str]) -> Mapping[str, Sequence[MetricPoint]]:
        """What the trainer logged as metrics, each by step."""

    def log_tail(self, name: str, lines: int) -> list[str]:
        """The last lines of the job's log; none where it has none."""


class Models(Protocol):
    """Registered models, and those of Azure's registry."""

    def made_by(self, job: str, name: str) -> ModelVersion | None:
        """The version of a model that a job registered."""

    def base(self, name: str) -> str:
        """The id by which an endpoint serves a model of Azure's registry."""


class Endpoints(Protocol):
    """Serverless endpoints of a workspace."""

    def list(self) -> list[Endpoint]:
        """All serverless endpoints."""

    def create(self, spec: EndpointSpec) -> Endpoint:
        """Creates an endpoint and waits until it serves."""

    def delete(self, name: str) -> None:
        """Deletes an endpoint and waits until it is gone; one that isn't there is fine."""


class ChatModel(Protocol):
    """A model that answers."""

    def complete(self, uri: str, messages: Sequence[Message], *, max_tokens: int, temperature: float) -> Answer:
        """Asks the model behind an endpoint."""


class Cloud(Protocol):
    """All of the above, for one stack."""

    @property
    def clock(self) -> Clock:
        """Time."""

    @property
    def datastore(self) -> Datastore:
        """Files."""

    @property
    def jobs(self) -> FineTuningJobs:
        """Fine-tuning jobs."""

    @property
    def runs(self) -> Runs:
        """What jobs report."""

    @property
    def models(self) -> Models:
        """Models."""

    @property
    def endpoints(self) -> Endpoints:
        """Where models are served."""

    @property
    def chat(self) -> ChatModel:
        """Models that answer."""
