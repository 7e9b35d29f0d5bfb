"""Tells MLflow a run's settings and metrics, where the environment says that there is one: as Azure ML's jobs do."""

import json
import math
import os
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from metrics_log import numbers_of
from settings import Settings
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

_SECONDS = 10.0
_MOST_PARAMETERS = 100  # of one request (MLflow 2 REST reference, 2026-10)
_LONGEST_VALUE = 500


@dataclass
class MlflowRun:
    """A run at MLflow's REST interface.

    Tracking mustn't end a run that trains well: what can't be told is said once on standard error and left out.

    Attributes:
        uri: Address of the tracking server.
        run_id: The run.
        token: What the server asks for, or None.
    """

    uri: str
    run_id: str
    token: str | None = field(repr=False)
    _silent: bool = field(default=False, repr=False)

    @classmethod
    def from_environment(cls) -> "MlflowRun | None":
        """Returns the run that this process is part of, or None.

        Read from ``MLFLOW_TRACKING_URI``, ``MLFLOW_RUN_ID`` and ``MLFLOW_TRACKING_TOKEN``, which Azure ML sets in jobs.
        """
        uri, run_id = os.environ.get("MLFLOW_TRACKING_URI", ""), os.environ.get("MLFLOW_RUN_ID", "")
        # Azure ML's own scheme is HTTPS with another name.
        scheme, separator, rest = uri.partition("://")
        scheme = "https" if scheme == "azureml" else scheme
        if not separator or scheme not in ("http", "https") or not run_id:
            return None
        return cls(f"{scheme}://{rest.split('?')[0].rstrip('/')}", run_id, os.environ.get("MLFLOW_TRACKING_TOKEN"))

    def log(
        self, *, metrics: dict[str, float] | None = None, step: int = 0, params: dict[str, Any] | None = None
    ) -> None:
        """Tells metrics of a step, and parameters."""
        moment = int(time.time() * 1000)
        told = [
            {"key": key, "value": value, "timestamp": moment, "step": step}
            for key, value in (metrics or {}).items()
            if math.isfinite(value)
        ]
        names = [{"key": key, "value": str(value)[:_LONGEST_VALUE]} for key, value in (params or {}).items()]
        self._send({"run_id": self.run_id, "metrics": told, "params": names[:_MOST_PARAMETERS]})

    def _send(self, body: dict[str, Any]) -> None:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = f"{self.uri}/api/2.0/mlflow/runs/log-batch"
        request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 -- http or https, see above
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310 -- the same
                pass
        except (urllib.error.URLError, OSError) as error:
            if not self._silent:
                print(f"MLflow at {self.uri} takes no metrics: {error}; training goes on", file=sys.stderr, flush=True)
            self._silent = True


class Tracking(TrainerCallback):
    """Tells a run its settings when training begins, and every loss and metric.

    Args:
        run: Who is told.
        settings: What it is told first.
    """

    def __init__(self, run: MlflowRun, settings: Settings) -> None:
        self._run = run
        self._settings = settings

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_kwargs: object
    ) -> None:
        """Tells the settings."""
        if state.is_world_process_zero:
            base = self._settings.base_label or self._settings.model
            kept = {"load_best_model_at_end": args.load_best_model_at_end}  # by the name that transformers logs it
            self._run.log(params={"base": base} | kept | self._settings.hyperparameters())

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float],
        **_kwargs: object,
    ) -> None:
        """Tells a training or validation loss and what was measured with it."""
        numbers = numbers_of(logs)
        if state.is_world_process_zero and numbers:
            if "eval_loss" in numbers and self._settings.kind == "chat":
                numbers["eval_perplexity"] = math.exp(min(numbers["eval_loss"], 700))
            self._run.log(metrics=numbers, step=state.global_step)
