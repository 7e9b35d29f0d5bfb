"""`tunestack runs`: fine-tuning jobs in a stack's workspace."""

from cli.lazy_group import Lazy, LazyGroup

runs = LazyGroup(
    "runs",
    {
        "list": Lazy("cli.runs_list:list_command", "All fine-tuning jobs, newest first."),
        "show": Lazy("cli.runs_show:show_command", "One job: state, times, losses, last lines of its log."),
        "watch": Lazy("cli.runs_watch:watch_command", "Watch a job until it has ended."),
        "cancel": Lazy("cli.runs_cancel:cancel_command", "Ask for a job to be stopped."),
    },
    summary="Fine-tuning jobs: list, show, watch, cancel.",
    epilog="Example: tunestack runs list --stack phi3-dev",
)
