"""`tunestack promptflow`: Prompt flow, and its successor, over a recipe's deployed model."""

from cli.lazy_group import Lazy, LazyGroup

promptflow = LazyGroup(
    "promptflow",
    {
        "setup": Lazy("cli.promptflow_setup:setup", "Make the environments that the other commands run in."),
        "test": Lazy("cli.promptflow_test:test", "Ask the flow one question."),
        "batch": Lazy("cli.promptflow_batch:batch", "Ask the flow every question of a file."),
        "serve": Lazy("cli.promptflow_serve:serve", "Serve the flow on loopback, with a page to chat on."),
    },
    summary="A flow over the deployed model: test, batch, serve; by Prompt flow (retired 2027-04-20) or its successor.",
    epilog="Example: tunestack promptflow test jobs/recipes/xbox-support.yaml --stack phi3-dev",
)
