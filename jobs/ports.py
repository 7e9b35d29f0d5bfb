"""What the services need of the world outside, as protocols; adapters speak them to Azure, tests to memory."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from jobs.domain.chat import Message
from jobs.domain.document import Document
from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.domain.evaluation.answers import Answer
from jobs.domain.job import Checkpoint, Job, JobSpec, ModelVersion, RunDetails
from jobs.domain.progress import MetricPoint


class Clock(Protocol):
    """Time."""

    def now(self) -> datetime:
        """The time, in UTC."""

    def monotonic(self) -> float:
        """Seconds that only ever grow, to measure durations with."""

    def sleep(self, seconds: float) -> None:
        """Waits."""


class TrainingFiles(Protocol):
    """Files that jobs read."""

    def uri(self, path: str) -> str:
        """How a job names the file, e.g. `azureml://datastores/NAME/paths/PATH`, or the id that a service gave it."""

    def upload(self, path: str, file: Path) -> bool:
        """Uploads a file unless one is there already; says whether it uploaded."""

    def download(self, path: str, file: Path) -> bool:
        """Downloads a file; says whether there was one."""


class Datastore(Protocol):
    """The project's storage: small documents under paths."""

    def read(self, path: str) -> bytes | None:
        """A file's content; none where there is no such file."""

    def write(self, path: str, content: bytes) -> None:
        """Writes a small file, over one that is there."""

    def fetch(self, path: str) -> Document | None:
        """A document with its version; none where there is none."""

    def save(self, path: str, content: bytes, version: str | None) -> Document | None:
        """Writes a document that still has this version, or isn't there yet where none is given.

        Gives the document as it is now; none where somebody else was faster.
        """

    def list(self, prefix: str) -> list[str]:
        """The paths that begin with this, in order of the alphabet."""


class FineTuningJobs(Protocol):
    """Fine-tuning jobs of a workspace or an account."""

    def submit(self, spec: JobSpec) -> None:
        """Hands a job in; handing the same in twice makes one job."""

    def get(self, name: str) -> Job | None:
        """A job by name."""

    def list(self) -> list[Job]:
        """All fine-tuning jobs, newest first."""

    def cancel(self, name: str) -> None:
        """Asks for a job to be stopped."""

    def pause(self, name: str) -> None:
        """Asks for a job to be paused; refused with a usage error where the service can't."""

    def resume(self, name: str) -> None:
        """Lets a paused job go on; refused likewise."""


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
    """Tuned models, and those that they begin with."""

    def made_by(self, job: str, name: str) -> ModelVersion | None:
        """The model that a job made."""

    def checkpoints(self, job: str) -> list[Checkpoint]:
        """What a job kept of its weights on the way that can be deployed, by step."""

    def list(self) -> list[ModelVersion]:
        """All tuned models."""

    def delete(self, model: ModelVersion) -> None:
        """Deletes a tuned model; one that isn't there is fine."""

    def base(self, name: str) -> str:
        """The id by which an endpoint serves a base model."""


class Endpoints(Protocol):
    """Where a workspace or an account serves models."""

    def list(self) -> list[Endpoint]:
        """All endpoints; one with several deployments is there once for each."""

    def create(self, spec: EndpointSpec) -> Endpoint:
        """Creates an endpoint, or a deployment behind one, and waits until it serves; a deployment gets no traffic."""

    def delete(self, name: str) -> None:
        """Deletes an endpoint with all behind it and waits until it is gone; one that isn't there is fine."""


class Traffic(Protocol):
    """Deployments that share the requests to one endpoint."""

    def route(self, endpoint: str, shares: Mapping[str, int]) -> None:
        """Gives each deployment its share of the requests, in per cent; one that isn't named gets none."""

    def withdraw(self, endpoint: str, deployment: str) -> None:
        """Deletes a deployment without traffic and waits until it is gone; one that isn't there is fine."""


class ChatModel(Protocol):
    """A model that answers."""

    def complete(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Answer:
        """Asks the model behind an endpoint."""

    def stream(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Iterator[str]:
        """Asks the model behind an endpoint, and gives its answer piece by piece."""


class Cloud(Protocol):
    """All of the above, for one stack."""

    @property
    def clock(self) -> Clock:
        """Time."""

    @property
    def files(self) -> TrainingFiles:
        """Files that jobs read."""

    @property
    def datastore(self) -> Datastore:
        """Documents that outlive this machine."""

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
    def traffic(self) -> Traffic | None:
        """Traffic between deployments; none where every endpoint serves one model alone."""

    @property
    def chat(self) -> ChatModel:
        """Models that answer."""
