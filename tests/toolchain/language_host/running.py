"""A running language host, and programs for it whose Python is a shell script that the test writes."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

ENGINE = "127.0.0.1:1"  # nothing listens there: only real engines are called back


@dataclass(frozen=True)
class RunningHost:
    """A language host in a process of its own."""

    process: subprocess.Popen[str]
    stub: language_pb2_grpc.LanguageRuntimeStub


@contextmanager
def running_host() -> Iterator[RunningHost]:
    """Start a language host as the engine does; it is ended when the block is left."""
    command = [sys.executable, "-I", "-m", "toolchain.language_host", ENGINE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield RunningHost(process, language_pb2_grpc.LanguageRuntimeStub(channel))
        finally:
            process.kill()


def project(folder: Path, python: str) -> language_pb2.ProgramInfo:
    """A project whose virtual environment's Python is this shell script."""
    executable = folder / "environment" / "bin" / "python"
    executable.parent.mkdir(parents=True)
    executable.write_text(f"#!/bin/sh\n{python}\n")
    executable.chmod(0o755)
    return program_info(folder, virtualenv="environment")


def program_info(folder: Path, **options: str) -> language_pb2.ProgramInfo:
    """A program in a folder, with these runtime options."""
    struct = Struct()
    struct.update(options)
    return language_pb2.ProgramInfo(
        root_directory=str(folder), program_directory=str(folder), entry_point=".", options=struct
    )


def run_request(info: language_pb2.ProgramInfo) -> language_pb2.RunRequest:
    """What the engine sends for `pulumi preview`."""
    return language_pb2.RunRequest(
        project="tiny",
        stack="dev",
        pwd=info.program_directory,
        config={"tiny:name": "a value"},
        configSecretKeys=["tiny:password"],
        dryRun=True,
        parallel=4,
        monitor_address="127.0.0.1:2",
        organization="organization",
        info=info,
    )
