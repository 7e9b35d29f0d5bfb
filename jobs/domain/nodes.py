"""How many machines and processes a command job takes, held against the cluster before anything is spent."""

from dataclasses import dataclass

from jobs.domain.errors import QuotaError, UsageError
from jobs.domain.recipe import CommandTuning, Recipe
from jobs.domain.stack import StackOutputs


@dataclass(frozen=True)
class Nodes:
    """What a job takes of its cluster.

    Attributes:
        count: machines.
        processes: on each of them.
    """

    count: int
    processes: int

    @property
    def is_distributed(self) -> bool:
        """Whether several processes have to find each other."""
        return self.count * self.processes > 1


def require_nodes(recipe: Recipe, stack: StackOutputs) -> None:
    """Refuses a command job for which the stack has too little; recipes of hosted methods take none of its machines.

    Raises:
        QuotaError: as of `nodes_for`.
        UsageError: likewise.
    """
    if isinstance(recipe.tuning, CommandTuning):
        nodes_for(recipe.tuning, stack)


def nodes_for(tuning: CommandTuning, stack: StackOutputs) -> Nodes:
    """What a job asks for, one process for each GPU unless the recipe says otherwise, and one without GPUs.

    Raises:
        QuotaError: the cluster hasn't as many nodes.
        UsageError: the stack has no cluster, or there are more processes than GPUs.
    """
    if not stack.compute_name:
        raise UsageError("the stack has no cluster to tune on", fix="Choose a stack of the journey phi3-custom.")
    if tuning.nodes > stack.compute_nodes:
        raise QuotaError(
            f"{tuning.nodes} nodes are asked for, cluster {stack.compute_name} has {stack.compute_nodes} at most: its "
            "quota is for no more",
            fix="Set tuning.nodes to fewer; or raise the stack's tunestack:compute nodes, which asks for quota.",
        )
    processes = tuning.processes_per_node or max(stack.compute_gpus, 1)
    if 0 < stack.compute_gpus < processes:
        raise UsageError(
            f"{processes} processes on a node with {stack.compute_gpus} GPU{'s' if stack.compute_gpus > 1 else ''}",
            fix="Leave tuning.processes_per_node out: it is one for each GPU then.",
        )
    return Nodes(tuning.nodes, processes)
