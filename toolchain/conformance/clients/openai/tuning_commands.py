"""Fine-tuning jobs of Azure OpenAI: to the end with events and checkpoints, held and let go on, cancelled, refused."""

import time
from collections.abc import Iterator

from account import MODEL, refused
from file_commands import rows
from openai import OpenAI
from setting import Command, holds

ENDED = {"succeeded", "failed", "cancelled"}


def tuning_commands(client: OpenAI, version: str, tuned: dict[str, str]) -> Iterator[Command]:
    """Tunes one model to the end, and holds and cancels a job that would take long.

    Args:
        client: The client.
        version: Its shape.
        tuned: Takes the tuned model's name, by the version.
    """
    jobs, made = client.fine_tuning.jobs, dict[str, str]()

    def create(name: str, count: int, epochs: int) -> None:
        file = client.files.create(file=rows(count), purpose="fine-tune").id
        client.files.wait_for_processing(file, poll_interval=0.2)
        parameters = {"n_epochs": epochs, "batch_size": 1, "learning_rate_multiplier": 1.0}
        method = {"type": "supervised", "supervised": {"hyperparameters": parameters}}
        made[name] = jobs.create(model=MODEL, training_file=file, seed=1, suffix=name, method=method).id

    def keep() -> None:
        holds(_reached(client, made["short"], ENDED), "succeeded")
        tuned[version] = str(jobs.retrieve(made["short"]).fine_tuned_model)

    yield f"fine_tuning.jobs.create ({version})", lambda: create("short", 12, 1)
    yield f"fine_tuning.jobs.retrieve ({version})", lambda: holds(jobs.retrieve(made["short"]).seed, 1)
    yield f"fine_tuning.jobs.retrieve until it has ended ({version})", keep
    yield f"fine_tuning.jobs.list_events ({version})", lambda: _said(client, made["short"])
    yield f"fine_tuning.jobs.list_events by pages ({version})", lambda: _paged(client, made["short"])
    yield f"fine_tuning.jobs.checkpoints.list ({version})", lambda: _checkpoints(client, made["short"])
    yield f"files.content of a job's results ({version})", lambda: _results(client, made["short"])
    yield f"fine_tuning.jobs.create of a long one ({version})", lambda: create("long", 200, 10)
    yield (
        f"fine_tuning.jobs.list ({version})",
        lambda: holds([one.id for one in jobs.list()][:2], [made["long"], made["short"]]),
    )
    yield f"fine_tuning.jobs.pause ({version})", lambda: _paused(client, made["long"])
    yield f"fine_tuning.jobs.resume ({version})", lambda: holds(jobs.resume(made["long"]).status != "paused", True)
    yield f"fine_tuning.jobs.cancel ({version})", lambda: holds(jobs.cancel(made["long"]).status, "cancelled")
    yield (
        f"fine_tuning.jobs.cancel of one that has ended ({version})",
        lambda: refused(400, lambda: jobs.cancel(made["long"])),
    )
    yield f"fine_tuning.jobs.retrieve of none ({version})", lambda: refused(404, lambda: jobs.retrieve("ftjob-none"))
    yield (
        f"fine_tuning.jobs.create without rows ({version})",
        lambda: refused(400, lambda: jobs.create(model=MODEL, training_file="file-none")),
    )
    yield (
        f"fine_tuning.jobs.create of a model that can't be tuned ({version})",
        lambda: refused(400, lambda: jobs.create(model="gpt-99", training_file="file-none")),
    )


def _reached(client: OpenAI, job: str, statuses: set[str]) -> str:
    while (status := client.fine_tuning.jobs.retrieve(job).status) not in statuses | ENDED:
        time.sleep(0.3)
    return str(status)


def _said(client: OpenAI, job: str) -> None:
    said = [one.message for one in client.fine_tuning.jobs.list_events(job)]
    holds((said[0], "Training started." in said), ("Job succeeded.", True))


def _paged(client: OpenAI, job: str) -> None:
    whole = [one.id for one in client.fine_tuning.jobs.list_events(job)]
    holds([one.id for one in client.fine_tuning.jobs.list_events(job, limit=3)], whole)


def _checkpoints(client: OpenAI, job: str) -> None:
    found = list(client.fine_tuning.jobs.checkpoints.list(job))
    holds((len(found) > 0, found[0].fine_tuning_job_id), (True, job))


def _results(client: OpenAI, job: str) -> None:
    (file,) = client.fine_tuning.jobs.retrieve(job).result_files
    holds(client.files.content(file).read().startswith(b"step,"), True)


def _paused(client: OpenAI, job: str) -> None:
    jobs = client.fine_tuning.jobs
    _reached(client, job, {"running"})
    while not any(one.message.startswith("Step ") for one in jobs.list_events(job, limit=10).data):
        time.sleep(0.3)
    holds(jobs.pause(job).status, "paused")
