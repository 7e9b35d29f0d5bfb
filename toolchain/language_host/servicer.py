"""The engine's questions, answered: each call of the LanguageRuntime service, translated and handed to who does it."""

import os
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2
from pulumi.runtime.proto.codegen import hcl_pb2

from toolchain.language_host.children import Children
from toolchain.language_host.dependencies import InstallError, install
from toolchain.language_host.generated_code.declarations import DeclarationError
from toolchain.language_host.generated_code.generate import from_engine, generate
from toolchain.language_host.interpreters import Interpreter, InterpreterError, environment_folder, resolve
from toolchain.language_host.packages import (
    EnvironmentReportError,
    RequiredPlugin,
    installed_packages,
    python_version,
    required_plugins,
)
from toolchain.language_host.plugins import run_plugin
from toolchain.language_host.programs import run_program

VERSION = "3.230.0"  # the release whose official language host this one answers like


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """A language host for one engine.

    Args:
        engine_address: where programs reach the engine.
        runner: `pulumi-language-python-exec`.
        children: starts processes, and ends them with this one.
        stop: ends this process once the answer is out.
    """

    def __init__(self, *, engine_address: str, runner: Path, children: Children, stop: Callable[[], None]) -> None:
        self._engine_address = engine_address
        self._runner = runner
        self._children = children
        self._stop = stop

    def Handshake(  # noqa: N802 - the protocol's name
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        """Take the engine's address from an engine that says it here rather than on the command line."""
        self._engine_address = request.engine_address or self._engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:  # noqa: N802
        """Say the version."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def Run(self, request: language_pb2.RunRequest, context: grpc.ServicerContext) -> language_pb2.RunResponse:  # noqa: N802
        """Run a program to its end."""
        try:
            return run_program(
                request,
                interpreter=_interpreter(request.info),
                runner=self._runner,
                engine_address=self._engine_address,
                children=self._children,
                on_cancel=context.add_callback,
            )
        except InterpreterError as error:
            return language_pb2.RunResponse(error=str(error))

    def RunPlugin(  # noqa: N802
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        """Run a plugin or a policy pack until it ends or the engine lets go of it."""
        with _as_status(context):
            yield from run_plugin(
                request,
                interpreter=_interpreter(request.info),
                inherited=os.environ,
                children=self._children,
                on_cancel=context.add_callback,
            )

    def GetRequiredPackages(  # noqa: N802
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        """Name the plugins that the program's packages need."""
        with _as_status(context):
            plugins = required_plugins(_interpreter(request.info))
        return language_pb2.GetRequiredPackagesResponse(packages=[_package(plugin) for plugin in plugins])

    def GetRequiredPlugins(  # noqa: N802
        self, request: language_pb2.GetRequiredPluginsRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPluginsResponse:
        """Name the plugins that the program's packages need, to an engine that knows no parameterised ones."""
        with _as_status(context):
            plugins = required_plugins(_interpreter(request.info))
        return language_pb2.GetRequiredPluginsResponse(
            plugins=[
                plugin_pb2.PluginDependency(name=one.name, kind="resource", version=one.version, server=one.server)
                for one in plugins
                if not one.parameterization
            ]
        )

    def GetProgramDependencies(  # noqa: N802
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        """Name the packages installed beside the program."""
        with _as_status(context):
            found = installed_packages(_interpreter(request.info), only_direct=not request.transitiveDependencies)
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[language_pb2.DependencyInfo(name=one.name, version=one.version) for one in found]
        )

    def About(self, request: language_pb2.AboutRequest, context: grpc.ServicerContext) -> language_pb2.AboutResponse:  # noqa: N802
        """Say which Python runs the program."""
        with _as_status(context):
            interpreter = _interpreter(request.info)
            return language_pb2.AboutResponse(
                executable=str(interpreter.executable), version=python_version(interpreter)
            )

    def InstallDependencies(  # noqa: N802
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        """Make the program's environment and install what its manifest names."""
        with _as_status(context):
            folder = environment_folder(Path(request.info.root_directory), _options(request.info))
            for piece in install(Path(request.directory or request.info.program_directory), folder, self._children):
                yield language_pb2.InstallDependenciesResponse(stdout=piece)

    def GenerateProgram(  # noqa: N802
        self, request: language_pb2.GenerateProgramRequest, context: grpc.ServicerContext
    ) -> language_pb2.GenerateProgramResponse:
        """Write the program for what `pulumi import` took into the state."""
        try:
            program = generate(dict(request.source), from_engine(request.loader_target))
        except DeclarationError as error:
            told = hcl_pb2.Diagnostic(
                severity=hcl_pb2.DIAG_ERROR, summary=f"no Python can be written for this: {error}"
            )
            return language_pb2.GenerateProgramResponse(diagnostics=[told])
        return language_pb2.GenerateProgramResponse(source={"__main__.py": program.encode()})

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:  # noqa: N802
        """End this process and all that it started, once the answer is out."""
        if not context.add_callback(self._stop):
            self._stop()
        return Empty()


@contextmanager
def _as_status(context: grpc.ServicerContext) -> Iterator[None]:
    """Turn what a project has wrong into an answer that the engine shows as it is."""
    try:
        yield
    except (InterpreterError, EnvironmentReportError, InstallError) as error:
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))


def _package(plugin: RequiredPlugin) -> plugin_pb2.PackageDependency:
    package = plugin_pb2.PackageDependency(
        name=plugin.name, kind="resource", version=plugin.version, server=plugin.server
    )
    if plugin.parameterization:
        package.parameterization.name = plugin.parameterization["name"]
        package.parameterization.version = plugin.parameterization["version"]
        package.parameterization.value = b64decode(plugin.parameterization["value"])
    return package


def _interpreter(info: language_pb2.ProgramInfo) -> Interpreter:
    return resolve(Path(info.root_directory), _options(info), os.environ)


def _options(info: language_pb2.ProgramInfo) -> dict[str, object]:
    return dict(MessageToDict(info.options))
