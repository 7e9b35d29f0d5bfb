"""The pack as the Pulumi engine asks for it: its resources turned into ours, our findings into its violations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from policies.context import Context, read_context
from policies.evaluation import resource_findings, stack_findings
from policies.levels import levels, options
from policies.policy import Policy
from policies.resources import UNKNOWN, Resource, Stack


class ResourceArguments(Protocol):
    """What the policy SDK tells of a resource."""

    resource_type: str
    name: str
    urn: str
    props: Mapping[str, Any]
    opts: Any


class Adapter:
    """Makes the policy SDK's policies of ours, and keeps what the engine has told of the stack.

    A stack's resources come to the SDK with their outputs, which lack what is part of a resource's path. Their
    inputs were shown before, one resource at a time: they are kept and put in the outputs' place.

    Args:
        pack: Our policies.
        variables: The environment variables.
    """

    def __init__(self, pack: tuple[Policy, ...], variables: Mapping[str, str]) -> None:
        self._pack = pack
        self._variables = variables
        self._inputs: dict[str, Mapping[str, Any]] = {}
        self._context = read_context({}, variables)
        self._options: Mapping[str, Mapping[str, Any]] = {}
        self.policies = [self._adapt(policy) for policy in pack]

    def configure(self, configuration: Mapping[str, str]) -> None:
        """Takes the stack's configuration; until then the strictest counts.

        Raises:
            PolicyConfigurationError: It has something for the policies that can't be used; nothing has changed.
        """
        import pulumi_policy

        context = read_context(configuration, self._variables)
        wanted, given = levels(self._pack, context, configuration), options(self._pack, configuration)
        self._context, self._options = context, given
        for policy in self.policies:
            policy.enforcement_level = pulumi_policy.EnforcementLevel(wanted[policy.name])

    def _adapt(self, policy: Policy) -> Any:  # noqa: ANN401 (the SDK is in the pack's own environment only)
        import pulumi_policy

        schema = pulumi_policy.PolicyConfigSchema({name: dict(each) for name, each in policy.options.items()})
        benchmark = "Microsoft cloud security benchmark"
        about = {
            "name": policy.name,
            "description": f"{policy.summary} {policy.reason}",
            "enforcement_level": pulumi_policy.EnforcementLevel.MANDATORY,
            "severity": pulumi_policy.Severity(policy.severity),
            "config_schema": schema if policy.options else None,
            "remediation_steps": policy.fix,
            "framework": pulumi_policy.PolicyComplianceFramework(benchmark, "v3.0", None, ", ".join(policy.controls)),
            "tags": list(policy.built_in),
        }
        if policy.check is None:
            return pulumi_policy.StackValidationPolicy(validate=self._validate_stack(policy), **about)
        return pulumi_policy.ResourceValidationPolicy(validate=self._validate(policy), **about)

    def _validate(self, policy: Policy) -> Any:  # noqa: ANN401 (the SDK's callback)
        def validate(arguments: Any, report: Any) -> None:  # noqa: ANN401 (the SDK's)
            resource = self._resource(arguments)
            for message in resource_findings(policy, resource, self._context_of(policy, arguments)):
                report(message)

        return validate

    def _validate_stack(self, policy: Policy) -> Any:  # noqa: ANN401 (the SDK's callback)
        def validate(arguments: Any, report: Any) -> None:  # noqa: ANN401 (the SDK's)
            stack = Stack(tuple(self._whole(each) for each in arguments.resources))
            for finding in stack_findings(policy, stack, self._context_of(policy, arguments)):
                report(finding.message, finding.resource.urn if finding.resource else None)

        return validate

    def _context_of(self, policy: Policy, arguments: Any) -> Context:  # noqa: ANN401 (the SDK's)
        own = {**self._options.get(policy.name, {}), **(arguments.get_config() or {})}
        return replace(self._context, options=own)

    def _resource(self, arguments: ResourceArguments) -> Resource:
        known = self._inputs.get(arguments.urn)
        if known is None:
            known = self._inputs[arguments.urn] = plain(arguments.props)
        return Resource(
            arguments.resource_type, arguments.name, known, urn=arguments.urn, protect=arguments.opts.protect
        )

    def _whole(self, resource: Any) -> Resource:  # noqa: ANN401 (the SDK's)
        return replace(
            self._resource(resource),
            parent=resource.parent.urn if resource.parent else "",
            depends_on=tuple(each.urn for each in resource.dependencies),
            refers_to={
                name: tuple(each.urn for each in found) for name, found in resource.property_dependencies.items()
            },
        )


def plain(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """Turns the SDK's guarded values, which raise where something isn't known yet, into plain ones with UNKNOWN."""
    if isinstance(value, Mapping):
        return {key: _at(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_at(value, index) for index in range(len(value))]
    return value


def _at(container: Any, key: Any) -> Any:  # noqa: ANN401 (any JSON container)
    from pulumi_policy.proxy import UnknownValueError

    try:
        return plain(container[key])
    except UnknownValueError:
        return UNKNOWN
