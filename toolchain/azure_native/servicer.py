"""The engine's questions, answered: each call of the ResourceProvider service, translated and handed to who does it."""

import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from catalogue.resource_types import by_token
from toolchain.azure_native import key_vault_secret
from toolchain.azure_native.calls import told_by, urn_name, urn_token
from toolchain.azure_native.check import Checking, check
from toolchain.azure_native.clock import Clock
from toolchain.azure_native.configuration import configuration
from toolchain.azure_native.create import create
from toolchain.azure_native.delete import delete
from toolchain.azure_native.diff import difference
from toolchain.azure_native.errors import ProviderError
from toolchain.azure_native.exchange import Exchange
from toolchain.azure_native.invoke import invoke
from toolchain.azure_native.modelled import modelled_inputs
from toolchain.azure_native.naming import NameProposal, NamingMode
from toolchain.azure_native.outputs import previewed_outputs
from toolchain.azure_native.read import read
from toolchain.azure_native.schema import package_schema
from toolchain.azure_native.session import VERSION, Session
from toolchain.azure_native.typed_inputs import member_failures
from toolchain.azure_native.update import previewed_update, update
from toolchain.azure_native.values import Properties, from_struct, to_struct

OLD_ENGINE = "Azure Native provider requires Pulumi CLI v3.74.0 or later"


class AzureNative(provider_pb2_grpc.ResourceProviderServicer):
    """The provider, for one engine.

    Args:
        clock: waits; stopped by whoever owns it.
        warn: shows a warning about the resource of a URN.
        stop: ends all waits when the engine cancels.
        environment: variables that stand in for missing configuration; this process' own when not given.
        connect: opens the way to Azure; over HTTP when not given.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        warn: Callable[[str, str], None],
        stop: Callable[[], None],
        environment: Mapping[str, str] | None = None,
        connect: Callable[[], Exchange] | None = None,
    ) -> None:
        self._clock = clock
        self._warn = warn
        self._stop = stop
        self._environment = os.environ if environment is None else environment
        self._connect = connect or _over_http
        self._session: Session | None = None
        self._schema: Mapping[str, Any] | None = None
        self._schema_lock = Lock()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:  # noqa: N802 - the protocol's name
        """Say the version of the provider that this one answers like."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def CheckConfig(  # noqa: N802
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Take any configuration; Configure refuses what cannot work."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(  # noqa: N802
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Leave the comparison to the engine."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_UNKNOWN)

    def Configure(  # noqa: N802
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        """Sign in, and make sure that it is a local Azure that answers."""
        with told_by(context):
            if not (request.sends_old_inputs and request.sends_old_inputs_to_delete):
                raise ProviderError(OLD_ENGINE)
            read_configuration = configuration(dict(request.variables), self._environment)
            self._session = Session(read_configuration, self._connect, self._clock)
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    def Check(  # noqa: N802
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Complete the inputs and find what is wrong with them."""
        with told_by(context):
            session = self._configured()
            checking = Checking(
                row=by_token(urn_token(request.urn)),
                urn_name=urn_name(request.urn),
                seed=request.randomSeed,
                location=session.configuration.location,
                group_location=session.group_location,
                proposal=_proposal(request),
            )
            inputs, failures = check(checking, from_struct(request.olds), from_struct(request.news))
            failures += member_failures(self._described(), checking.row.token or "", inputs)
        reasons = [provider_pb2.CheckFailure(reason=reason) for reason in failures]
        return provider_pb2.CheckResponse(inputs=to_struct(inputs), failures=reasons)

    def Diff(  # noqa: N802
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Say what has changed and whether that can be done in place."""
        with told_by(context):
            state = from_struct(request.olds)
            old, new = _old_inputs(request, state), from_struct(request.news)
            row = by_token(urn_token(request.urn))
            self._warn_of_version(request.urn, state, row.api_version)
            found = difference(row, old, new, state)
        detailed = {
            path: provider_pb2.PropertyDiff(kind=int(kind), inputDiff=True)  # type: ignore[arg-type]
            for path, kind in found.changes.items()
        }
        changes = provider_pb2.DiffResponse.DIFF_SOME if detailed else provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=changes,
            replaces=found.replaces,
            deleteBeforeReplace=found.delete_first,
            diffs=sorted({path.split(".")[0] for path in detailed}),
            detailedDiff=detailed,
            hasDetailedDiff=True,
        )

    def Create(  # noqa: N802
        self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CreateResponse:
        """Create what must not exist yet."""
        with told_by(context):
            token, inputs = urn_token(request.urn), from_struct(request.properties)
            if request.preview:
                return provider_pb2.CreateResponse(properties=to_struct(previewed_outputs(by_token(token), inputs)))
            resource = self._configured().tracked(token, inputs)
            if resource.row.token == key_vault_secret.TOKEN:
                made, state = key_vault_secret.create_secret(resource, inputs)
            else:
                made, state = create(resource, inputs, request.timeout, lambda text: self._warn(request.urn, text))
        return provider_pb2.CreateResponse(id=made, properties=to_struct(state))

    def Read(  # noqa: N802
        self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ReadResponse:
        """Read for refresh and import."""
        with told_by(context):
            resource = self._configured().tracked(urn_token(request.urn), {}, request.id)
            shape = partial(modelled_inputs, self._described(), resource.row.token or "")
            found = read(resource, from_struct(request.inputs), from_struct(request.properties), shape)
        if found is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(id=found.id, properties=to_struct(found.state), inputs=to_struct(found.inputs))

    def Update(  # noqa: N802
        self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.UpdateResponse:
        """Change in place."""
        with told_by(context):
            token, new, state = urn_token(request.urn), from_struct(request.news), from_struct(request.olds)
            if request.preview:
                foretold = previewed_update(by_token(token), new, state)
                return provider_pb2.UpdateResponse(properties=to_struct(foretold))
            resource = self._configured().tracked(token, new)
            old = _old_inputs(request, state)
            changed = update(resource, old, new, request.timeout, lambda text: self._warn(request.urn, text))
        return provider_pb2.UpdateResponse(properties=to_struct(changed))

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> Empty:  # noqa: N802
        """Delete; what is gone already counts as deleted."""
        with told_by(context):
            resource = self._configured().tracked(urn_token(request.urn), {}, request.id)
            if resource.row.token == key_vault_secret.TOKEN:
                key_vault_secret.delete_secret(resource)
            else:
                delete(resource, request.timeout)
        return Empty()

    def Invoke(  # noqa: N802
        self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.InvokeResponse:
        """Call a function."""
        with told_by(context):
            session = self._configured()
            subscription_id = session.configuration.subscription_id
            result = invoke(request.tok, from_struct(request.args), session.arm, subscription_id)
        answer = provider_pb2.InvokeResponse()
        getattr(answer, "return").CopyFrom(to_struct(result))  # the field's name is a word of Python's own
        return answer

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:  # noqa: N802
        """End what is under way: a create being polled ends with the state it has."""
        self._stop()
        return Empty()

    def GetSchema(  # noqa: N802
        self, request: provider_pb2.GetSchemaRequest, context: grpc.ServicerContext
    ) -> provider_pb2.GetSchemaResponse:
        """Describe the package as far as the type table goes: code generated by `pulumi import` needs it."""
        with told_by(context):
            schema = json.dumps(self._described())
        return provider_pb2.GetSchemaResponse(schema=schema)

    def GetMapping(  # noqa: N802
        self, request: provider_pb2.GetMappingRequest, context: grpc.ServicerContext
    ) -> provider_pb2.GetMappingResponse:
        """Have no mapping from other tools."""
        return provider_pb2.GetMappingResponse()

    def _described(self) -> Mapping[str, Any]:
        with self._schema_lock:  # the engine asks many things at once, and the first time it takes seconds to make
            if self._schema is None:
                self._schema = package_schema()
            return self._schema

    def _configured(self) -> Session:
        if self._session is None:
            raise ProviderError("the provider is not configured")
        return self._session

    def _warn_of_version(self, urn: str, state: Properties, api_version: str) -> None:
        held = state.get("azureApiVersion", api_version)
        if held != api_version:
            self._warn(
                urn,
                f"Resource API version has changed from {held} to {api_version}. "
                "Run 'pulumi refresh --run-program' to update the state.",
            )


def _over_http() -> Exchange:
    from toolchain.azure_native.connection import connect  # the HTTP client takes longer to import than all else

    return connect()


def _old_inputs(request: provider_pb2.DiffRequest | provider_pb2.UpdateRequest, state: Properties) -> Properties:
    if request.HasField("old_inputs"):
        return from_struct(request.old_inputs)
    kept = state.get("__inputs", {})
    return kept if isinstance(kept, dict) else {}


def _proposal(request: provider_pb2.CheckRequest) -> NameProposal | None:
    if not request.HasField("autonaming"):
        return None
    return NameProposal(NamingMode(int(request.autonaming.mode)), request.autonaming.proposed_name)
