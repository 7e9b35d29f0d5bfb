"""Serves our own resources to Pulumi's engine over its provider protocol."""

# ruff: noqa: N802 (Pulumi's protocol names the methods)

from collections.abc import Callable, Mapping
from typing import NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from infra.provider.engine_log import Tell, nothing
from infra.provider.errors import ProviderError
from infra.provider.own_resource import Announcer, ChangeGuard, OwnResource, Properties, Unknown
from infra.provider.properties import from_struct, to_struct

VERSION = "0.1.0"


class Servicer(provider_pb2_grpc.ResourceProviderServicer):
    """The provider protocol as far as custom resources need it.

    Args:
        resources: Our own resources by type token.
        cancel: Ends all waiting.
        tell: Shows a message beside a resource.
    """

    def __init__(self, resources: Mapping[str, OwnResource], cancel: Callable[[], None], tell: Tell = nothing) -> None:
        self._resources = resources
        self._cancel = cancel
        self._tell = tell

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Gives the plugin's version."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Takes the configuration as it is: there is none."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """Says that no configuration ever replaces the provider."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        """Accepts previews; secrets are kept from us and marked again by the engine."""
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Ends all waiting."""
        self._cancel()
        return empty_pb2.Empty()

    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        """Checks inputs."""
        resource = self._resource(request.urn, context)
        inputs = from_struct(request.news)
        problems = {name: "must be given" for name in resource.inputs if name not in inputs}
        problems |= {name: "there is no such input" for name in inputs if name not in resource.inputs}
        known = {name: value for name, value in inputs.items() if not isinstance(value, Unknown)}
        problems |= resource.check(known)
        if request.olds.fields and isinstance(resource, ChangeGuard):
            problems |= resource.check_change(from_struct(request.olds), known)
        failures = [provider_pb2.CheckFailure(property=name, reason=why) for name, why in problems.items()]
        return provider_pb2.CheckResponse(inputs=to_struct(inputs), failures=failures)

    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """Compares old inputs with new ones."""
        resource = self._resource(request.urn, context)
        old, new = from_struct(request.old_inputs), from_struct(request.news)
        changed = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
            diffs=changed,
            replaces=[name for name in changed if name in resource.replacing],
            deleteBeforeReplace=True,
        )

    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:
        """Creates a resource, or says what its outputs would be."""
        resource = self._resource(request.urn, context)
        inputs = from_struct(request.properties)
        try:
            if request.preview:
                planned = self._plan(request.urn, resource, inputs)
                return provider_pb2.CreateResponse(properties=to_struct({**inputs, **planned}))
            created = resource.create(inputs)
        except ProviderError as refusal:
            _fail(context, refusal)
        return provider_pb2.CreateResponse(id=created.id, properties=to_struct({**inputs, **created.outputs}))

    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:
        """Reads a resource for refresh or import."""
        resource = self._resource(request.urn, context)
        state = from_struct(request.properties)
        try:
            found = resource.read(request.id, state)
        except ProviderError as refusal:
            _fail(context, refusal)
        if found is None:
            return provider_pb2.ReadResponse()
        present = {**state, **found.outputs}
        # What is found to differ becomes an input, so that the next `pulumi up` sees a difference and acts.
        changed = {name: found.outputs[name] for name in resource.inputs if name in found.outputs}
        inputs = {**from_struct(request.inputs), **changed} or {name: present[name] for name in resource.inputs}
        return provider_pb2.ReadResponse(id=found.id, properties=to_struct(present), inputs=to_struct(inputs))

    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> provider_pb2.UpdateResponse:
        """Changes a resource in place."""
        resource = self._resource(request.urn, context)
        state, inputs = from_struct(request.olds), from_struct(request.news)
        try:
            if request.preview:
                if isinstance(resource, Announcer):
                    self._plan(request.urn, resource, inputs)
                return provider_pb2.UpdateResponse(properties=to_struct({**state, **inputs}))
            outputs = resource.update(state, inputs)
        except ProviderError as refusal:
            _fail(context, refusal)
        return provider_pb2.UpdateResponse(properties=to_struct({**state, **inputs, **outputs}))

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Deletes a resource."""
        resource = self._resource(request.urn, context)
        try:
            resource.delete(from_struct(request.properties))
        except ProviderError as refusal:
            _fail(context, refusal)
        return empty_pb2.Empty()

    def _plan(self, urn: str, resource: OwnResource, inputs: Properties) -> Properties:
        planned = resource.preview(inputs)
        if isinstance(resource, Announcer) and (message := resource.announcement(planned)):
            self._tell(urn, message)
        return planned

    def _resource(self, urn: str, context: grpc.ServicerContext) -> OwnResource:
        token = urn.split("::")[2].split("$")[-1]
        resource = self._resources.get(token)
        if resource is None:
            known = ", ".join(self._resources)
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"there is no resource type {token}; types: {known}")
        return resource


def _fail(context: grpc.ServicerContext, refusal: Exception) -> NoReturn:
    context.abort(grpc.StatusCode.UNKNOWN, str(refusal))
