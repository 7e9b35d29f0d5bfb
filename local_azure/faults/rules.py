"""Rules of faults: which requests are hit, how often and by what; kept in a file that may change while it runs."""

from fnmatch import fnmatchcase
from pathlib import Path
from random import Random
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from local_azure.retry_after import RetryAfterForm

FILE = "faults.json"


class Rule(BaseModel):
    """Hits requests whose method, host and path fit its patterns (``*`` and ``?``; without regard to case).

    Attributes:
        method: Such as ``PUT``.
        host: Such as ``management.azure.com`` or ``*.blob.core.windows.net``.
        path: Such as ``*/deployments/*``, without the query.
        kind: What happens to a request that is hit: ``refuse`` answers ``status`` in its place; ``drop`` cuts the
            connection before anything is done; ``lose`` does what is asked and cuts the connection before the answer;
            ``delay`` lets it wait ``seconds`` and then through.
        after: How many fitting requests get through first.
        times: How many are hit then; None for all.
        probability: Of being hit, for each of those.
        status: HTTP status of a refusal.
        code: Azure's error code of a refusal.
        retry_after: Seconds that a refusal tells the client to wait; None for no such header.
        retry_after_form: How that is said: in ``seconds``, as a ``date``, or by the headers ``retry-after-ms`` or
            ``x-ms-retry-after-ms``.
        seconds: How long a delay is, of the instance's clock.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: str = "*"
    host: str = "*"
    path: str = "*"
    kind: Literal["refuse", "drop", "lose", "delay"] = "refuse"
    after: int = Field(default=0, ge=0)
    times: int | None = Field(default=1, ge=1)
    probability: float = Field(default=1.0, gt=0, le=1)
    status: int = Field(default=503, ge=400, le=599)
    code: str = "ServerBusy"
    retry_after: float | None = Field(default=None, ge=0)
    retry_after_form: RetryAfterForm = "seconds"
    seconds: float = Field(default=0.0, ge=0)

    @model_validator(mode="after")
    def _delay_has_seconds(self) -> Self:
        if (self.kind == "delay") != (self.seconds > 0):
            raise ValueError("seconds belong to a delay, and a delay needs them")
        return self

    def fits(self, method: str, host: str, path: str) -> bool:
        """Whether a request is one that this rule is about."""
        pairs = ((self.method, method), (self.host, host), (self.path, path))
        return all(fnmatchcase(value.lower(), pattern.lower()) for pattern, value in pairs)


class Faults(BaseModel):
    """All rules, the first that hits a request counts; and the seed of what is left to chance."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[Rule, ...] = ()
    seed: int = 0


class FaultPlan:
    """The rules of an instance's folder, read again when their file changes, with a count of what each has seen.

    Args:
        directory: The instance's folder.
    """

    def __init__(self, directory: Path) -> None:
        self._file = directory / FILE
        self._read: tuple[int, int] | None = None
        self._faults = Faults()
        self._seen: dict[int, int] = {}

    def hit(self, method: str, host: str, path: str) -> Rule | None:
        """Returns the rule that hits this request; None lets it through. Each call counts as a request."""
        self._refresh()
        fitting = [each for each in enumerate(self._faults.rules) if each[1].fits(method, host, path)]
        hits = [rule for number, rule in fitting if self._hits(number, rule)]
        return hits[0] if hits else None

    def _hits(self, number: int, rule: Rule) -> bool:
        seen = self._seen.get(number, 0)
        self._seen[number] = seen + 1
        if seen < rule.after or (rule.times is not None and seen >= rule.after + rule.times):
            return False
        # Drawn by the request's number: the same requests are hit in every run.
        return Random(f"{self._faults.seed} {number} {seen}").random() < rule.probability  # noqa: S311 -- no secret

    def _refresh(self) -> None:
        if (version := self._version()) != self._read:
            self._faults, self._read, self._seen = kept_faults(self._file.parent), version, {}

    def _version(self) -> tuple[int, int] | None:
        if not self._file.exists():
            return None
        status = self._file.stat()  # two files of one moment differ by where they lie
        return status.st_mtime_ns, status.st_ino


def kept_faults(directory: Path) -> Faults:
    """Returns the rules in an instance's folder; none where there is no file."""
    file = directory / FILE
    return Faults.model_validate_json(file.read_bytes()) if file.exists() else Faults()


def keep_faults(directory: Path, faults: Faults) -> None:
    """Puts rules into an instance's folder, for the requests that come from now on; counts begin anew."""
    new = directory / f"{FILE}.new"
    new.write_text(faults.model_dump_json(indent=2), encoding="utf-8")
    new.replace(directory / FILE)


def read_faults(file: Path) -> Faults:
    """Reads rules that somebody wrote.

    Raises:
        ValueError: With every key that is wrong.
    """
    try:
        return Faults.model_validate_json(file.read_bytes())
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_url=False)]
        raise ValueError(f"{file} can't be used: {'; '.join(problems)}") from error
