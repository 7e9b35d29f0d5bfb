"""A recipe, run from data to report; every step finds what an earlier, interrupted run has done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jobs.domain.errors import CloudError, InterruptedRunError
from jobs.domain.evaluation.gate import Verdict
from jobs.domain.job import PreparedData
from jobs.domain.nodes import require_nodes
from jobs.domain.progress import Progress
from jobs.domain.recipe import Recipe
from jobs.domain.run_cost import training_cost
from jobs.domain.stack import StackOutputs
from jobs.domain.tunable_model import require_tunable
from jobs.ports import Cloud
from jobs.services.compare import asking_of
from jobs.services.deploy import Endpoints, deploy, deployed, go_live, withdraw
from jobs.services.evaluate import Evaluated, evaluate, kept_evaluation, verdict_on
from jobs.services.finished_run import find_finished_run
from jobs.services.ledger import Ledger
from jobs.services.own_metrics import require_metrics
from jobs.services.prepare_data import LocalData, read_data, upload_data
from jobs.services.submit import Origin, submit
from jobs.services.watch import Listener, look, watch


@dataclass(frozen=True)
class RunRequest:
    """What to run, and who is told.

    Attributes:
        stack_name: how a user names the stack.
        tell: is told what goes on, a line at a time.
        listener: is told of the job's progress.
        again: tune once more although it was done before.
        by: who runs it: object id in Entra.
        code_version: of this program.
    """

    recipe: Recipe
    stack_name: str
    stack: StackOutputs
    tell: Callable[[str], None]
    listener: Listener
    again: bool = False
    by: str = ""
    code_version: str = ""


@dataclass(frozen=True)
class RunResult:
    """What came of a run.

    Attributes:
        seconds: wall-clock, by step.
        endpoints: where the models answer; the tuned one is gone when the verdict isn't passed.
    """

    request: RunRequest
    data: LocalData
    prepared: PreparedData
    job: str
    progress: Progress
    endpoints: Endpoints
    evaluated: Evaluated
    verdict: Verdict
    seconds: dict[str, float]


def recall(cloud: Cloud, request: RunRequest) -> RunResult:
    """Puts together what the cloud has kept of a run; runs nothing.

    Raises:
        CloudError: the run isn't finished, wasn't evaluated, or its models aren't deployed any more.
    """
    recipe = request.recipe
    found = find_finished_run(cloud, recipe, request.stack_name)
    evaluated, endpoints = kept_evaluation(cloud, found.job), deployed(cloud, recipe, found.job)
    if evaluated is None or not endpoints.keys() >= {"base", "tuned"}:
        raise CloudError(f"{found.job} isn't deployed and evaluated", fix="tunestack evaluate does both.")
    return RunResult(
        request,
        found.data,
        found.prepared,
        found.job,
        look(cloud, found.job),
        Endpoints(endpoints["base"], endpoints["tuned"]),
        evaluated,
        verdict_on(recipe, evaluated),
        seconds={},
    )


@dataclass
class _Stopwatch:
    """Wall-clock seconds, by step."""

    cloud: Cloud
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = self.cloud.clock.monotonic()
        yield
        self.seconds[name] = round(self.cloud.clock.monotonic() - began, 3)


def run(cloud: Cloud, request: RunRequest) -> RunResult:
    """Checks, uploads, tunes, deploys, evaluates and judges.

    A tuned model that doesn't pass the gate is taken out of service again before this returns.

    Raises:
        UsageError: the model can't be tuned there, or a metric of the recipe's own isn't installed here.
        QuotaError: the recipe asks for more machines than the stack has.
        DataError: the data can't be used; nothing was uploaded.
        CloudError: Azure failed at a step; running again goes on there.
        InterruptedRunError: the user interrupted while the job ran.
    """
    stopwatch, recipe, tell = _Stopwatch(cloud), request.recipe, request.tell
    require_tunable(recipe, request.stack, cloud.clock.now().date())
    require_nodes(recipe, request.stack)
    require_metrics(recipe.evaluation.metrics)
    with stopwatch.step("data"):
        data = read_data(recipe)
        asking_of(recipe, data)  # questions that can't be read are told before anything is paid for
        tell(_price(request, data))
        prepared = upload_data(data, cloud.files, tell)
    with stopwatch.step("finetune"):
        origin = Origin(request.stack_name, request.by, request.code_version, request.stack.tags)
        job, new = submit(cloud, recipe, prepared, origin, tell, again=request.again)
        tell(f"job {job} {'handed in' if new else 'found, handed in before'}")
        progress = watch(cloud, job, request.stack_name, request.listener)
    with _interruption_explained(job), stopwatch.step("deploy"):
        tell("deploying the tuned model and its base")
        tags = request.stack.tags
        endpoints = deploy(cloud, request.stack, recipe, job, tags=tags, questions=data.questions, tell=tell)
    with _interruption_explained(job), stopwatch.step("evaluate"):
        evaluated = evaluate(cloud, recipe, job, data.questions, endpoints, tell)
        verdict = verdict_on(recipe, evaluated)
        if verdict.passed:
            go_live(cloud, recipe, endpoints.tuned, data.questions, tell)
        else:
            tell(f"gate not passed: taking {endpoints.tuned.label} out of service")
            withdraw(cloud, endpoints.tuned)
    _note_outcome(cloud, request.stack, job, endpoints, passed=verdict.passed)
    return RunResult(request, data, prepared, job, progress, endpoints, evaluated, verdict, stopwatch.seconds)


def _price(request: RunRequest, data: LocalData) -> str:
    tokens = data.reports[request.recipe.data.train].estimated_tokens
    cost = training_cost(request.recipe, tokens, machine=request.stack.compute_sku)
    return f"price of training: {'not known' if cost.usd is None else f'{cost.usd:.2f} USD'}; {cost.how}"


@contextmanager
def _interruption_explained(job: str) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise InterruptedRunError(
            f"job {job} has ended, its models may be deployed already, which is paid for",
            fix="Run it again: it goes on there. `pulumi destroy` removes endpoints too.",
        ) from None


def _note_outcome(cloud: Cloud, stack: StackOutputs, job: str, endpoints: Endpoints, *, passed: bool) -> None:
    served = dict.fromkeys([endpoints.base.name, *([endpoints.tuned.name] if passed else [])])
    made = tuple(name for name in served if name != stack.deployment_name)  # the stack's own is no run's
    Ledger(cloud.datastore).note_outcome(job, deployments=made, passed=passed)
