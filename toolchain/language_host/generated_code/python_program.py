"""Writes resources as a Python program."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from toolchain.language_host.generated_code.declarations import Call, Declaration, DeclarationError, Reference, Template
from toolchain.language_host.generated_code.python_names import class_of, package_of, python_name

INDENT = "    "

Named = Callable[[Declaration], dict[str, Any]]
"""Gives a resource's inputs with the members of typed objects named as in Python."""


def python_program(declarations: Sequence[Declaration], named: Named) -> str:
    """Writes a program that declares the resources, imports first.

    Raises:
        DeclarationError: a value has no Python form here.
    """
    packages = sorted({package_of(each.token) for each in declarations})
    imports = [f"import pulumi_{package.replace('-', '_')} as {package.replace('-', '_')}" for package in packages]
    return "\n".join(["import pulumi", *imports, "", *(_resource(each, named(each)) for each in declarations), ""])


def _resource(declaration: Declaration, inputs: dict[str, Any]) -> str:
    arguments = [_text(declaration.name)]
    arguments += [f"{python_name(name)}={_value(value, INDENT)}" for name, value in inputs.items()]
    if declaration.options:
        options = ", ".join(
            f"{python_name(name)}={_value(value, INDENT)}" for name, value in declaration.options.items()
        )
        arguments.append(f"opts=pulumi.ResourceOptions({options})")
    lines = f",\n{INDENT}".join(arguments)
    return f"{python_name(declaration.label)} = {class_of(declaration.token)}({lines})"


def _value(value: Any, indent: str) -> str:  # noqa: ANN401 - any value of the language
    deeper = indent + INDENT
    if isinstance(value, dict):
        members = [f"{_text(name)}: {_value(member, deeper)}" for name, member in value.items()]
        return f"{{\n{deeper}" + f",\n{deeper}".join(members) + f",\n{indent}}}" if members else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(element, indent) for element in value) + "]"
    if isinstance(value, Reference):
        return ".".join(python_name(name) for name in value.names)
    if isinstance(value, Template):
        parts = ", ".join(_text(part) if isinstance(part, str) else _value(part, indent) for part in value.parts)
        return f"pulumi.Output.concat({parts})"
    if isinstance(value, Call):
        if value.name != "secret" or len(value.arguments) != 1:
            raise DeclarationError(f"the function {value.name} is not known here")
        return f"pulumi.Output.secret({_value(value.arguments[0], indent)})"
    return _text(value) if isinstance(value, str) else repr(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
