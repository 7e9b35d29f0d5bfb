"""A cloud in memory: the ports of the jobs, with time that only moves when somebody sleeps, and faults on demand."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jobs.domain.chat import Message
from jobs.domain.document import Document
from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.domain.errors import CloudError, UsageError
from jobs.domain.evaluation.answers import Answer
from jobs.domain.job import Checkpoint, Job, JobSpec, ModelVersion, RunDetails
from jobs.domain.progress import JobTimes, MetricPoint
from jobs.domain.run_states import JobState
from jobs.ports import Traffic

NOON = datetime(2026, 10, 7, 12, tzinfo=UTC)


@dataclass
class HeldClock:
    """Time that moves by sleeping alone; whoever waits too often is interrupted, as by Ctrl-C."""

    elapsed: float = 0.0
    interrupt_after: float = float("inf")

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.elapsed)

    def monotonic(self) -> float:
        return self.elapsed

    def sleep(self, seconds: float) -> None:
        self.elapsed += seconds
        if self.elapsed >= self.interrupt_after:
            raise KeyboardInterrupt


@dataclass
class MemoryDatastore:
    """Files in a dictionary."""

    files: dict[str, bytes] = field(default_factory=dict)
    uploads: list[str] = field(default_factory=list)
    fault: Exception | None = None

    def uri(self, path: str) -> str:
        return f"azureml://datastores/default/paths/{path}"

    def upload(self, path: str, file: Path) -> bool:
        if self.fault:
            raise self.fault
        if path in self.files:
            return False
        self.files[path] = file.read_bytes()
        self.uploads.append(path)
        return True

    def download(self, path: str, file: Path) -> bool:
        if path in self.files:
            file.write_bytes(self.files[path])
        return path in self.files

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def write(self, path: str, content: bytes) -> None:
        self.files[path] = content

    def fetch(self, path: str) -> Document | None:
        content = self.files.get(path)
        return None if content is None else Document(content, hashlib.sha256(content).hexdigest())

    def save(self, path: str, content: bytes, version: str | None) -> Document | None:
        there = self.fetch(path)
        if (there.version if there else None) != version:
            return None
        self.files[path] = content
        return self.fetch(path)

    def list(self, prefix: str) -> list[str]:
        return sorted(path for path in self.files if path.startswith(prefix))


@dataclass
class MemoryJobs:
    """Jobs that queue, run and end as the clock goes; `outcome` says how."""

    clock: HeldClock
    outcome: JobState = JobState.COMPLETED
    queue_seconds: float = 10
    run_seconds: float = 50
    submitted: dict[str, tuple[JobSpec, float]] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)

    def submit(self, spec: JobSpec) -> None:
        self.submitted.setdefault(spec.name, (spec, self.clock.elapsed))

    def get(self, name: str) -> Job | None:
        if name not in self.submitted:
            return None
        spec, began = self.submitted[name]
        times = JobTimes(submitted=NOON + timedelta(seconds=began))
        return Job(name, self.state(name), times, spec.recipe_name, spec.tuned_model, spec.tags)

    def list(self) -> list[Job]:
        return [job for name in reversed(self.submitted) if (job := self.get(name))]

    def cancel(self, name: str) -> None:
        self.cancelled.append(name)

    def pause(self, name: str) -> None:
        raise UsageError(f"{name} can't be paused")

    def resume(self, name: str) -> None:
        raise UsageError(f"{name} can't be resumed")

    def state(self, name: str) -> JobState:
        age = self.clock.elapsed - self.submitted[name][1]
        if age < self.queue_seconds:
            return JobState.QUEUED
        return JobState.RUNNING if age < self.queue_seconds + self.run_seconds else self.outcome


@dataclass
class MemoryRuns:
    """What those jobs report: a falling loss over ten steps."""

    jobs: MemoryJobs
    log: tuple[str, ...] = ("reading rows", "RuntimeError: out of memory")
    error: str = "the trainer ended with exit code 1"

    def details(self, name: str) -> RunDetails:
        state, began = self.jobs.state(name), self.jobs.submitted[name][1] + self.jobs.queue_seconds
        started = NOON + timedelta(seconds=began)
        times = JobTimes(None, None if state.is_waiting else started)
        if state.is_final:
            times = replace(times, ended=started + timedelta(seconds=self.jobs.run_seconds))
        return RunDetails(state, times, self.error if state is JobState.FAILED else "")

    def parameters(self, name: str) -> Mapping[str, str]:
        return {"max_steps": "10"}

    def metrics(self, name: str, keys: Sequence[str]) -> Mapping[str, Sequence[MetricPoint]]:
        began = self.jobs.submitted[name][1] + self.jobs.queue_seconds
        step_seconds = self.jobs.run_seconds / 10
        points = [
            MetricPoint(step, NOON + timedelta(seconds=began + step * step_seconds), 2.0 - step / 10)
            for step in range(11)
            if began + step * step_seconds <= self.jobs.clock.elapsed
        ]
        reported = {"loss": points, "eval_loss": points[::10]}
        return {key: reported.get(key, []) for key in keys}

    def log_tail(self, name: str, lines: int) -> list[str]:
        return list(self.log[-lines:])


@dataclass
class MemoryModels:
    """The model that each finished job registered."""

    jobs: MemoryJobs
    kept: dict[str, list[Checkpoint]] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)

    def made_by(self, job: str, name: str) -> ModelVersion | None:
        if job not in self.jobs.submitted or self.jobs.state(job) is not JobState.COMPLETED:
            return None
        version = str(1 + list(self.jobs.submitted).index(job))
        serving_id = f"azureml://workspace/models/{name}/versions/{version}"
        return None if serving_id in self.deleted else ModelVersion(name, version, serving_id, job)

    def checkpoints(self, job: str) -> list[Checkpoint]:
        return self.kept.get(job, [])

    def list(self) -> list[ModelVersion]:
        made = [self.made_by(name, spec.tuned_model) for name, (spec, _) in self.jobs.submitted.items()]
        return [version for version in made if version]

    def delete(self, model: ModelVersion) -> None:
        self.deleted.append(model.serving_id)

    def base(self, name: str) -> str:
        return f"azureml://registries/azureml/models/{name}"


@dataclass
class MemoryEndpoints:
    """Endpoints that serve at once."""

    there: dict[str, Endpoint] = field(default_factory=dict)
    created: list[str] = field(default_factory=list)
    fault: CloudError | None = None

    def list(self) -> list[Endpoint]:
        return [*self.there.values()]

    def create(self, spec: EndpointSpec) -> Endpoint:
        if self.fault:
            raise self.fault
        self.created.append(spec.name)
        uri = f"https://{spec.name}.eastus2.models.ai.azure.com"
        self.there[spec.name] = Endpoint(
            spec.name, "Succeeded", uri, spec.model_id, spec.content_safety, dict(spec.tags)
        )
        return self.there[spec.name]

    def delete(self, name: str) -> None:
        self.there.pop(name, None)


@dataclass
class MemoryChat:
    """Models that answer by rule: whoever serves a workspace's model keeps the style, the base doesn't."""

    endpoints: MemoryEndpoints
    tuned_answer: str = "Hey there! Hold the Pair button for three seconds. Does the light blink?"
    base_answer: str = "To pair a controller, press the button."
    asked: list[str] = field(default_factory=list)

    def complete(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Answer:
        self.asked.append(messages[-1].content)
        assert endpoint.name in self.endpoints.there
        tuned = "workspace" in endpoint.model_id
        return Answer(self.tuned_answer if tuned else self.base_answer, "weights+adapter" if tuned else "weights", 0.1)

    def stream(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Iterator[str]:
        answer = self.complete(endpoint, messages, max_tokens=max_tokens, temperature=temperature)
        yield from re.findall(r"\S+\s*", answer.text)


class MemoryCloud:
    """All of it together."""

    def __init__(self) -> None:
        self.clock = HeldClock()
        self.datastore = MemoryDatastore()
        self.files = self.datastore
        self.jobs = MemoryJobs(self.clock)
        self.runs = MemoryRuns(self.jobs)
        self.models = MemoryModels(self.jobs)
        self.endpoints = MemoryEndpoints()
        self.traffic: Traffic | None = None
        self.chat = MemoryChat(self.endpoints)
