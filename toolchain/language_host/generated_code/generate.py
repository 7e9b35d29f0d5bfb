"""Generates a program for the engine: reads what it tells, asks it for the schemas, writes Python."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import grpc
from pulumi.runtime.proto.codegen import loader_pb2

from toolchain.language_host.generated_code.declarations import Declaration, read_imported
from toolchain.language_host.generated_code.python_names import package_of
from toolchain.language_host.generated_code.python_program import python_program
from toolchain.language_host.generated_code.typed_members import with_python_names

GET_SCHEMA = "/codegen.Loader/GetSchema"
SECONDS = 300.0  # for a schema: the engine may have to start the package's plugin
MESSAGE_BYTES = 400 * 1024 * 1024  # what the engine itself allows

Load = Callable[[str, str], Mapping[str, Any]]
"""Gives the schema of a package by its name and version; of any version when that is empty."""


def generate(source: Mapping[str, str], load: Load) -> str:
    """Writes the program for files in the engine's language.

    Raises:
        DeclarationError: they have what `pulumi import` isn't known to write.
    """
    files = [read_imported(text) for text in source.values()]
    versions = {package: version for file in files for package, version in file.versions.items()}

    def named(declaration: Declaration) -> dict[str, Any]:
        package = package_of(declaration.token)
        schema = load(package, versions.get(package, ""))
        return with_python_names(schema, declaration.token, declaration.inputs)

    return python_program([each for file in files for each in file.declarations], named)


def from_engine(address: str) -> Load:
    """Loads schemas from the engine, each once.

    Args:
        address: its loader's, `host:port`.
    """

    @cache
    def load(package: str, version: str) -> Mapping[str, Any]:
        options = [("grpc.enable_http_proxy", 0), ("grpc.max_receive_message_length", MESSAGE_BYTES)]
        with grpc.insecure_channel(address, options=options) as channel:
            ask = channel.unary_unary(  # the SDK's own stub of this service can't be imported (3.230.0)
                GET_SCHEMA,
                request_serializer=loader_pb2.GetSchemaRequest.SerializeToString,
                response_deserializer=loader_pb2.GetSchemaResponse.FromString,
            )
            answer = ask(loader_pb2.GetSchemaRequest(package=package, version=version), timeout=SECONDS)
        schema: Mapping[str, Any] = json.loads(answer.schema)
        return schema

    return load
