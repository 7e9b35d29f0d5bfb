"""Where a run's metrics go besides its own file: MLflow, when the machine it runs on says where that is."""

import importlib.util
import os


def trackers() -> list[str]:
    """Returns what transformers shall report to: MLflow when it is installed and MLFLOW_TRACKING_URI is set."""
    wanted = bool(os.environ.get("MLFLOW_TRACKING_URI"))
    return ["mlflow"] if wanted and importlib.util.find_spec("mlflow") is not None else []
