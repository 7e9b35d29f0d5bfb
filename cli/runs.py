"""`tunestack runs`: the runs of a stack, by the names of their fine-tuning jobs."""

from cli.lazy_group import Lazy, LazyGroup

runs = LazyGroup(
    "runs",
    {
        "list": Lazy("cli.runs_list:list_command", "All runs, newest first, whatever their method."),
        "show": Lazy("cli.runs_show:show_command", "One run: state, times, losses, log, and what was noted of it."),
        "watch": Lazy("cli.runs_watch:watch_command", "Watch a run until it has ended."),
        "cancel": Lazy("cli.runs_cancel:cancel_command", "Ask for a run to be stopped."),
        "pause": Lazy("cli.runs_pause:pause_command", "Ask for a run to be paused, where its service can."),
        "resume": Lazy("cli.runs_pause:resume_command", "Let a paused run go on."),
        "clone": Lazy("cli.runs_clone:clone_command", "Write a run's recipe and rows, to run them again or changed."),
    },
    summary="Runs: list, show, watch, cancel, pause, resume, clone.",
    epilog="Example: tunestack runs list --stack phi3-dev",
)
