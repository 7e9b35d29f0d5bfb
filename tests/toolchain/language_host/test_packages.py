"""What is installed beside a program is found in the Python that runs it."""

import json
import sys
from pathlib import Path

import grpc
import pytest
from pulumi.runtime.proto import language_pb2

from tests.toolchain.language_host.running import RunningHost, program_info, project

ENVIRONMENT = Path(sys.prefix)


def _own_environment() -> language_pb2.ProgramInfo:
    return program_info(ENVIRONMENT.parent, virtualenv=ENVIRONMENT.name)


def test_the_plugins_that_packages_need_are_named_with_their_versions(host: RunningHost) -> None:
    request = language_pb2.GetRequiredPackagesRequest(info=_own_environment())
    found = {one.name: (one.kind, one.version) for one in host.stub.GetRequiredPackages(request).packages}
    assert found == {"azure-native": ("resource", "v3.24.0")}


def test_an_older_engine_is_told_of_the_same_plugins(host: RunningHost) -> None:
    request = language_pb2.GetRequiredPluginsRequest(info=_own_environment())
    assert [one.name for one in host.stub.GetRequiredPlugins(request).plugins] == ["azure-native"]


def test_a_package_made_for_a_parameterised_provider_carries_its_parameter(host: RunningHost, tmp_path: Path) -> None:
    parameter = {"name": "made", "version": "1.2.3", "value": "YWJj"}
    package = tmp_path / "packages" / "pulumi_made"
    package.mkdir(parents=True)
    (package / "pulumi-plugin.json").write_text(
        json.dumps({"resource": True, "name": "base", "version": "0.1.0", "parameterization": parameter})
    )
    info = project(tmp_path, f'PYTHONPATH="{package.parent}" exec {sys.executable} -S "$@"')
    answer = host.stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=info))
    assert [(one.name, one.version, one.parameterization.value) for one in answer.packages] == [
        ("base", "v0.1.0", b"abc")
    ]


def test_direct_dependencies_leave_out_what_others_require(host: RunningHost) -> None:
    def names(*, transitive: bool) -> set[str]:
        request = language_pb2.GetProgramDependenciesRequest(info=_own_environment(), transitiveDependencies=transitive)
        return {one.name for one in host.stub.GetProgramDependencies(request).dependencies}

    direct, everything = names(transitive=False), names(transitive=True)
    assert "tunestack" in direct
    assert "protobuf" in everything - direct


def test_about_says_which_python_runs_the_program(host: RunningHost) -> None:
    answer = host.stub.About(language_pb2.AboutRequest(info=_own_environment()))
    assert Path(answer.executable) == ENVIRONMENT / "bin" / "python"
    assert answer.version == ".".join(str(number) for number in sys.version_info[:3])


def test_a_python_that_does_not_run_is_named(host: RunningHost, tmp_path: Path) -> None:
    info = project(tmp_path, "echo broken >&2; exit 1")
    with pytest.raises(grpc.RpcError, match="can't say what is installed: broken"):
        host.stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=info))
