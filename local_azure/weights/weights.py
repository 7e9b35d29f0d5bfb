"""Returns a folder with a model's weights in Hugging Face's format, making it when it isn't cached."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from local_azure.environments.commands import CommandError, CommandRunner, Report, run_command
from local_azure.environments.environment import ensure_environment
from local_azure.environments.failure import why_it_failed
from local_azure.environments.file_lock import file_lock
from local_azure.environments.uv import Uv, find_uv
from local_azure.environments.variables import passed_on
from local_azure.weights.catalogue import Weights, weights_named
from local_azure.weights.source import SourceError, fetch_source

_HERE = Path(__file__).parent
# Raise it when converter/ makes something else of the same source.
CONVERTER_VERSION = 1


class WeightsError(Exception):
    """Weights couldn't be made; the message names them and the reason."""


async def ensure_weights(
    name: str,
    *,
    cache: Path,
    report: Report,
    uv: Path | None = None,
    environ: Mapping[str, str] | None = None,
    run: CommandRunner = run_command,
) -> Path:
    """Returns a folder that ``transformers`` loads a causal language model, its tokenizer and its chat template from.

    Args:
        name: ``smollm2-135m-instruct`` or ``tiny-random``.
        cache: The project's cache folder: ``weights/`` and what is needed on the way are made in it.
        report: Takes lines of progress.
        uv: The uv executable; default: the project's own, else the one on PATH.
        environ: The caller's environment variables; only what packages and network need is passed on.
        run: Runs uv and the converter.

    Raises:
        KeyError: There are no such weights.
        WeightsError: The source couldn't be fetched, isn't the recorded one, or couldn't be converted.
        EnvironmentBuildError: The converter's environment couldn't be built.
    """
    weights = weights_named(name)
    folder = cache / "weights" / name
    if _finished(folder):
        return folder
    variables = os.environ if environ is None else environ
    python = await ensure_environment(
        _HERE / "requirements.lock", cache=cache, report=report, uv=uv, environ=variables, run=run
    )
    installer = find_uv(uv, cache=cache, environ=variables, run=run, report=report)
    lock = folder.with_suffix(".lock")
    async with file_lock(lock, waiting=lambda: report(f"waiting for another process that makes {name}")):
        if not _finished(folder):
            report(f"making the weights {name}")
            await _make(weights, folder, python, installer, passed_on(variables))
    return folder


def _finished(folder: Path) -> bool:
    made_by = folder / "made_by.json"
    return made_by.is_file() and json.loads(made_by.read_text(encoding="utf-8"))["converter"] == CONVERTER_VERSION


async def _make(weights: Weights, folder: Path, python: Path, uv: Uv, environ: Mapping[str, str]) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".partial", dir=folder.parent))
    made = temporary / folder.name
    try:
        arguments = await _source_arguments(weights, temporary / "source", uv)
        await uv.run([str(python), "-I", str(_HERE / "converter"), *arguments, str(made)], environ, uv.report)
        facts = {"converter": CONVERTER_VERSION, "label": weights.label}
        if weights.source is not None:
            facts["source_sha256"] = weights.source.sha256
        (made / "made_by.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    except CommandError as error:
        raise WeightsError(f"{weights.label} can't be made: {why_it_failed(error)}") from error
    except SourceError as error:
        raise WeightsError(f"{weights.label} can't be made: {error}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


async def _source_arguments(weights: Weights, folder: Path, uv: Uv) -> list[str]:
    if weights.source is None:
        return ["random"]
    source = await fetch_source(weights.source, _HERE / "source.lock", folder, uv)
    return ["gguf", str(source.model), str(source.licence)]
