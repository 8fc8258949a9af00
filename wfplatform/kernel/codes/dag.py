"""Codes of the run lane: what can go wrong between us and Dagster."""

from typing import Final

from wfplatform.kernel.codes.code import Code

NOT_OUR_EXECUTOR: Final = Code(
    "WF-DAG-001",
    "a job was executed in process",
    "A workflow's job runs under wfplatform's executor only; execute_in_process() replaces it by Dagster's own.",
    "Use `wfplatform run`, or dagster.execute_job(reconstructable(...), instance).",
)
UNKNOWN_JOB: Final = Code(
    "WF-DAG-002",
    "no such job",
    "Dagster asked for a job that no published workflow of the run lane stands behind.",
    "Publish the workflow, or choose another job.",
)
STORAGE_GONE: Final = Code(
    "WF-DAG-003",
    "Dagster's storage does not answer",
    "What an execution did could not be reported to Dagster. Nothing is lost: our own history has it.",
    "Nothing, when the database comes back: the run goes on and reports what is missing.",
)
SELECTION_INCOMPLETE: Final = Code(
    "WF-DAG-004",
    "a selected step needs one that is not there",
    "A part of a workflow was selected to run, but how an earlier step ended is known nowhere.",
    "Select those steps too, or re-execute from failure.",
)
PLAN_CHANGED: Final = Code(
    "WF-DAG-005",
    "the workflow changed since the parent run",
    "A re-execution continues on its parent's plan, and the graph that Dagster knows now is another one.",
    "Restart the execution with `wfplatform executions restart`, or run the new version from its start.",
)
FOREIGN_EXECUTION: Final = Code(
    "WF-DAG-006",
    "the execution of another run",
    "`execution_id` is set by the platform on the runs that it creates; a launch gets an execution of its own.",
    "Remove `execution_id` from the run's configuration.",
)
MASKED_INPUT: Final = Code(
    "WF-DAG-007",
    "masked input in the launchpad",
    "The input has masked fields, and Dagster stores a run's configuration in plain text.",
    "Start the workflow by the API, the UI or `wfplatform run`.",
)
NO_PARENT_EXECUTION: Final = Code(
    "WF-DAG-008",
    "nothing to take over",
    "A re-execution takes over what its parent's execution recorded, and the parent run has none.",
    "Launch the workflow anew.",
)
CANNOT_PARK: Final = Code(
    "WF-DAG-009",
    "this Dagster instance cannot park a run",
    "The execution waits without a process, which Dagster's own instance class would take for a failure.",
    "Use the dagster.yaml that `wfplatform up` writes, then resume the execution; its history is safe.",
)
EXECUTION_ENDED: Final = Code(
    "WF-DAG-010",
    "the execution did not complete",
    "The workflow's execution ended badly; its history says why.",
    "See `wfplatform executions timeline` with the id of the execution.",
)
POOL_UNREACHABLE: Final = Code(
    "WF-DAG-011",
    "no warm workers",
    "The process that keeps warm run workers does not answer on its socket.",
    "Start it (`wfplatform up` does), or let runs start in processes of their own.",
)
FORK_WITH_THREADS: Final = Code(
    "WF-DAG-012",
    "a fork among threads",
    "The parent of the warm workers has more than one thread, and a fork would copy their locks but not them.",
    "Open databases and event loops in the workers, not in the module that the parent imports.",
)
NO_SUCH_LANE: Final = Code(
    "WF-DAG-013",
    "no such worker lane",
    "A run asks for a lane of workers that this deployment does not have.",
    "Use `warm` or `process`, or configure `kubernetes` in dagster.yaml's run_launcher.",
)
