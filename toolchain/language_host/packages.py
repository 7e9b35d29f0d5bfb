"""What is installed beside a program: Pulumi plugins that its packages need, and the packages themselves."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolchain.language_host.interpreters import Interpreter

REPORT_SCRIPT = Path(__file__).with_name("environment_report.py")


class EnvironmentReportError(Exception):
    """The program's Python could not say what is installed in it."""


@dataclass(frozen=True)
class RequiredPlugin:
    """A plugin that a Python package needs, as the package's own pulumi-plugin.json names it.

    Args:
        name: the plugin's name, e.g. `azure-native`.
        version: e.g. `v3.24.0`; empty when the package doesn't say.
        server: where the plugin is published, if not in Pulumi's own place.
        parameterization: name, version and base64 value, for packages made for a parameterised provider.
    """

    name: str
    version: str
    server: str
    parameterization: Mapping[str, str] | None


@dataclass(frozen=True)
class InstalledPackage:
    """A package of the program's environment."""

    name: str
    version: str


def required_plugins(interpreter: Interpreter) -> list[RequiredPlugin]:
    """The resource plugins that the packages of this Python need, by name.

    Raises:
        EnvironmentReportError: this Python doesn't run.
    """
    return [
        RequiredPlugin(
            name=plugin["name"],
            version=_tagged(plugin.get("version") or ""),
            server=plugin.get("server") or "",
            parameterization=plugin.get("parameterization"),
        )
        for plugin in _report(interpreter, "plugins")
    ]


def installed_packages(interpreter: Interpreter, *, only_direct: bool) -> list[InstalledPackage]:
    """The packages of this Python, by name.

    Args:
        interpreter: the Python.
        only_direct: leave out those that another installed package requires.

    Raises:
        EnvironmentReportError: this Python doesn't run.
    """
    return [
        InstalledPackage(package["name"], package["version"])
        for package in _report(interpreter, "packages")
        if not (only_direct and package["required"])
    ]


def python_version(interpreter: Interpreter) -> str:
    """The version of this Python, e.g. `3.11.7`.

    Raises:
        EnvironmentReportError: this Python doesn't run.
    """
    return str(_report(interpreter, "python")[0]["version"])


def _report(interpreter: Interpreter, question: str) -> list[dict[str, Any]]:
    command = [str(interpreter.executable), str(REPORT_SCRIPT), question]
    answer = subprocess.run(
        command,
        env=interpreter.activate(os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise EnvironmentReportError(f"{interpreter.executable} can't say what is installed: {answer.stderr.strip()}")
    return list(json.loads(answer.stdout))


def _tagged(version: str) -> str:
    return version if not version or version.startswith("v") else f"v{version}"
