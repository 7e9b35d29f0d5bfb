"""The package's schema: resources and functions of the type table, with the types that they use."""

import importlib
import inspect
import re
import sys
from types import ModuleType
from typing import Any

from pulumi import _types as sdk

from catalogue.resource_types import ResourceType, tokens
from toolchain.azure_native.schema.type_table import Spec, TypeTable
from toolchain.azure_native.session import VERSION

PYTHON = {"inputTypes": "classes-and-dicts", "usesIOClasses": True, "pyproject": {"enabled": True}}
ARGUMENT = re.compile(r"__args__\['(\w+)'\] = (\w+)")
"""How the SDK's functions name an argument to the engine."""
CONFIGURATION = (
    "auxiliaryTenantIds",
    "clientCertificatePassword",
    "clientCertificatePath",
    "clientId",
    "clientSecret",
    "environment",
    "location",
    "metadataHost",
    "oidcToken",
    "oidcTokenFilePath",
    "subscriptionId",
    "tenantId",
)


def package_schema() -> Spec:
    """Describes the package as far as the table goes, in the form of Pulumi's package schemas."""
    table = TypeTable()
    resources = {f"azure-native:{token}": _resource(table, token) for token in tokens()}
    functions: Spec = {}
    for token, row in tokens().items():
        functions |= _functions(table, token, row)
    settings = {name: {"type": "string"} for name in CONFIGURATION}
    return {
        "name": "azure-native",
        "version": VERSION,
        "config": {"variables": settings},
        "provider": {"inputProperties": settings, "properties": settings},
        "types": table.types,
        "resources": resources,
        "functions": functions,
        "language": {"python": PYTHON},
    }


def _resource(table: TypeTable, token: str) -> Spec:
    module, class_name = _module(token)
    resource = getattr(module, class_name)
    declared = vars(sys.modules[resource.__module__])
    arguments = declared.get(f"{class_name}InitArgs") or declared[f"{class_name}Args"]
    inputs, required = table.input_members(arguments)
    return {
        "inputProperties": inputs,
        "requiredInputs": required,
        "properties": table.members(sdk.resource_types(resource)),
    }


def _functions(table: TypeTable, token: str, row: ResourceType) -> Spec:
    module, class_name = _module(token)
    found: Spec = {}
    for name in (f"get{class_name}", *row.functions):
        function = getattr(module, _snake(name), None)
        if function is not None:
            found[f"azure-native:{token.partition(':')[0]}:{name}"] = _function(table, function, row)
    return found


def _function(table: TypeTable, function: Any, row: ResourceType) -> Spec:  # noqa: ANN401 - a function
    names = {python: name for name, python in ARGUMENT.findall(inspect.getsource(function))}
    hints = inspect.get_annotations(function, eval_str=True)
    module = sys.modules[function.__module__]
    result = next(vars(module)[name] for name in module.__all__ if name.endswith("Result") and "Await" not in name)
    return {
        "inputs": {
            "type": "object",
            "properties": {name: table.spec(hints[python]) for python, name in names.items()},
            "required": [name for name in names.values() if name in row.parameters],
        },
        "outputs": {"type": "object", "properties": table.members(sdk.output_type_types(result))},
    }


def _module(token: str) -> tuple[ModuleType, str]:
    module, _, class_name = token.partition(":")
    return importlib.import_module(f"pulumi_azure_native.{module}"), class_name


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
