"""`up`, `demo`, `worker`: this machine at work. What they do is `wiring`'s; here is what people see of it."""

from contextlib import ExitStack
from typing import Annotated

import msgspec
import typer
from rich.status import Status
from rich.text import Text

from wfplatform.cli import answers, exits
from wfplatform.cli.options import AsJson, Home, reach_of
from wfplatform.cli.ports import Addresses, DemoExample, DemoOptions, DemoProgress, DemoReport, UpOptions, WorkerOptions
from wfplatform.cli.render.progress import demo_line, demo_summary
from wfplatform.cli.render.timeline import timeline
from wfplatform.cli.terminal import Terminal


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (up, demo, worker):
        app.command()(command)


def up(
    context: typer.Context,
    home: Home = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65_535, help="The gateway's port.")] = None,
    dagster_ui: Annotated[
        bool, typer.Option("--dagster-ui/--no-dagster-ui", help="Serve Dagster's own UI too.")
    ] = True,
    examples: Annotated[bool, typer.Option("--examples", help="Also serve what the example workflows call.")] = False,
) -> None:
    """Serve everything until Ctrl-C, with an own PostgreSQL unless WFPLATFORM_DATABASE_URL names one.

    \b
    Examples:
      wfplatform up
      wfplatform up --home /var/lib/wfplatform --port 9000 --no-dagster-ui
    """  # noqa: D301
    terminal = Terminal()

    def ready(addresses: Addresses) -> None:
        terminal.show(Text("Designer ", "dim").append(addresses.gateway, "bold not dim"))
        terminal.show(Text("API      ", "dim").append(f"{addresses.gateway}/api/v1", "bold not dim"))
        if addresses.dagster is not None:
            terminal.show(Text("Dagster  ", "dim").append(addresses.dagster, "bold not dim"))
        terminal.tell(Text("Ctrl-C ends it.", "dim"))

    options = UpOptions(home=home, port=port, dagster_ui=dagster_ui, examples=examples)
    reach_of(context).door().up(options, tell=terminal.whisper, ready=ready)


def demo(
    context: typer.Context,
    home: Home = None,
    orders: Annotated[int | None, typer.Option("--orders", min=1, help="Only so many of the example orders.")] = None,
    json: AsJson = False,
) -> None:
    """Start everything, run 100 example orders through a real workflow, show what happened, and end everything."""
    terminal = Terminal()
    with ExitStack() as stack:
        shown: Status | None = None
        quarters = [0]

        def progress(told: DemoProgress) -> None:
            # Not before the first order: what moves the line is a thread, and starting the platform forks.
            nonlocal shown
            if shown is None and terminal.err.is_terminal and not json:
                shown = stack.enter_context(terminal.status("running"))
            if shown is not None:
                shown.update(demo_line(told))
            elif not json and (quarter := 4 * told.ended // max(told.started, 1)) > quarters[-1]:
                quarters.append(quarter)
                terminal.whisper(f"{told.ended} of {told.started} orders have ended")

        report = (
            reach_of(context)
            .door()
            .demo(DemoOptions(home=home, orders=orders), tell=terminal.whisper, progress=progress)
        )
    if json:
        terminal.json(msgspec.to_builtins(report))
    else:
        _show(terminal, report)
    raise typer.Exit(exits.OK if report.ok else exits.NOT_COMPLETED)


def worker(
    context: typer.Context,
    home: Home = None,
    slots: Annotated[int | None, typer.Option("--slots", min=1, help="Executions at a time, in each process.")] = None,
    processes: Annotated[
        int, typer.Option("--processes", min=1, max=256, help="Processes that work; one for each core is plenty.")
    ] = 1,
    queues: Annotated[
        str, typer.Option("--queues", help="Take only what is in these queues, by comma.", show_default=False)
    ] = "default",
    hooks_port: Annotated[
        int | None,
        typer.Option("--hooks-port", min=1, max=65535, help="Take webhooks too, all processes on this port."),
    ] = None,
) -> None:
    """Run express executions for an installation that is served elsewhere, until Ctrl-C or SIGTERM.

    With several processes, one that dies is started again. At the end each lets go of what it hosts, and the workers
    that are left go on with it at once.

    \b
    Examples:
      wfplatform worker
      wfplatform worker --processes 4 --queues default,mail
      wfplatform worker --processes 4 --hooks-port 8783
    """  # noqa: D301
    named = tuple(dict.fromkeys(name for part in queues.split(",") if (name := part.strip())))
    if not named:
        raise typer.BadParameter("Name at least one queue.", param_hint="--queues")
    options = WorkerOptions(slots=slots, processes=processes, queues=named, hooks_port=hooks_port)
    reach_of(context).door().worker(home, options, tell=Terminal().whisper)


def _show(terminal: Terminal, report: DemoReport) -> None:
    terminal.show(demo_summary(report.progress))
    for example in report.examples:
        terminal.show(Text(f"\n{example.title}", "bold"))
        terminal.show(timeline(_told(example)))
    for surprise in report.surprises:
        terminal.show(Text(f"\n! {surprise}", "bold red"))
    terminal.show(Text("\nSee it for yourself: make up (or wfplatform up --examples) serves", "dim"))
    for name, address, what in (
        ("designer", report.addresses.gateway, "design workflows, and watch these executions"),
        ("Dagster's UI", report.addresses.dagster, "the runs, their graphs and logs"),
        ("API", f"{report.addresses.gateway}/api/v1", "wfplatform executions list asks it"),
    ):
        terminal.show(Text(f"  {name:<13} {address:<30} {what}", "dim"))


def _told(example: DemoExample) -> answers.Timeline:
    names = {"execution": example.execution, "workflow": example.workflow, "version": example.version}
    return answers.read(answers.Timeline, msgspec.to_builtins(example.timeline) | names)
