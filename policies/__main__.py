"""The policy pack's program, which the engine starts."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policies.engine import Adapter


def main() -> None:
    """Serves the pack until the engine is done with it."""
    # The engine runs this folder as a program: Python then looks for modules in the folder itself, where the project's
    # packages aren't, and where a policy's folder could stand before a module of the same name.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    import pulumi_policy.policy

    from policies.engine import Adapter
    from policies.pack import policies

    adapter = Adapter(policies(), os.environ)
    pulumi_policy.policy._PolicyAnalyzerServicer = _with_configuration(
        pulumi_policy.policy._PolicyAnalyzerServicer,
        adapter,
    )
    pulumi_policy.PolicyPack("tunestack", adapter.policies)


def _with_configuration(servicer: Any, adapter: "Adapter") -> Any:  # noqa: ANN401 (the SDK's class)
    """Extends the SDK's server so that the adapter learns the stack's configuration.

    The engine (3.230) tells it by ConfigureStack and no longer in the environment; the SDK (1.21.0) keeps the tags of
    that call only.
    """
    import grpc

    from policies.context import PolicyConfigurationError

    class Servicer(servicer):  # type: ignore[misc] # there is no other way in
        def ConfigureStack(self, request: Any, context: Any) -> Any:  # noqa: ANN401, N802 (the protocol's)
            try:
                adapter.configure(dict(request.config))
            except PolicyConfigurationError as refusal:
                context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(refusal))
            return super().ConfigureStack(request, context)

    return Servicer


if __name__ == "__main__":
    main()
