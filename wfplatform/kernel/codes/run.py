"""Codes of running executions: what a history, a timeline and a late answer say."""

from typing import Final

from wfplatform.kernel.codes.code import Code

UNHANDLED_PORT: Final = Code(
    "WF-RUN-UNHANDLED-PORT",
    "a port that must be handled has no edge",
    "The step left by a port that its activity marks as one to be handled, and no edge leads on from there.",
    "Draw an edge from that port, or handle the failure further out with a try.",
)
UNKNOWN_PORT: Final = Code(
    "WF-RUN-UNKNOWN-PORT",
    "the activity answered with a port that it does not have",
    "An answer named a port that neither the descriptor nor the node's configuration knows.",
    "Correct the plugin, or whoever completed the step, to name one of the step's ports.",
)
MAX_ITERATIONS: Final = Code(
    "WF-RUN-MAX-ITERATIONS",
    "the loop reached its limit",
    "The condition still holds after as many iterations as the loop may make.",
    "Raise max_iterations, or change the condition or the body so that the loop ends.",
)
NO_CASE: Final = Code(
    "WF-RUN-NO-CASE",
    "no case of the decision holds",
    "None of the conditions is true, and the decision has no default.",
    "Add a default, or a case for this input.",
)
ENSURE: Final = Code(
    "WF-RUN-ENSURE",
    "a post-condition does not hold",
    "The step was performed, but what it promised of its output is not true.",
    "Look at the step's output in the timeline; correct the call or the condition.",
)
EXPRESSION: Final = Code(
    "WF-RUN-EXPRESSION",
    "an expression has no value",
    "An expression could not be worked out with the data of this execution.",
    "Look at the values that it reads; give a default with '?' and orValue(), or check before reading.",
)
TIMEOUT: Final = Code(
    "WF-RUN-TIMEOUT",
    "the time is over",
    "An attempt, a wait, all attempts of a step together, or the whole workflow took longer than allowed. It is "
    "the one code for time, whoever measured it: the message says what was too long.",
    "Raise that `timeout` or `total_timeout`, or find out in the timeline what took so long.",
)
UNKNOWN_EFFECT: Final = Code(
    "WF-RUN-UNKNOWN",
    "nobody knows whether it happened",
    "An attempt that must not be repeated ended without an answer.",
    "Find out in the other system whether it happened, then resolve the step.",
)
TOO_MANY_ITEMS: Final = Code(
    "WF-RUN-ITEMS",
    "not a list that a foreach can run over",
    "The items are not a list, or there are more than 10,000 of them.",
    "Give a list; split a longer one over several executions.",
)
TOO_MANY_EVENTS: Final = Code(
    "WF-RUN-EVENTS",
    "the history is too long",
    "An execution may record 50,000 events; this one reached that.",
    "Split the work over several executions, for example with flow.call per batch.",
)
NOT_WAITING: Final = Code(
    "WF-RUN-NOT-WAITING",
    "nothing waits for this answer",
    "The step does not wait for a decision or an answer: it never did, somebody was faster, or it was called off.",
    "Look at the execution's timeline; nothing more is to be done if the step is over.",
)
BAD_DECISION: Final = Code(
    "WF-RUN-BAD-DECISION",
    "this decision is not offered",
    "The task offers certain answers, and this is none of them.",
    "Choose one of the answers offered.",
)
IS_OVER: Final = Code(
    "WF-RUN-OVER",
    "the execution is over",
    "A finished execution is never reopened.",
    "Restart it: a new execution takes over what was done.",
)
NOT_STARTED: Final = Code(
    "WF-RUN-STARTED",
    "the execution has already started, or not yet",
    "An execution starts once, before anything else is told to it.",
    "Nothing; the first start counts.",
)
NOT_PAUSED: Final = Code(
    "WF-RUN-NOT-PAUSED",
    "the execution is not paused",
    "Only a paused execution can be resumed, and only one that runs can be paused.",
    "Look at its status.",
)
POISON: Final = Code(
    "WF-RUN-POISON",
    "its hosts keep dying",
    "Several processes in a row have died while they hosted this execution, so it is not handed to another one.",
    "Find out in the workers' logs what it does to them; then `wfplatform executions resume`, or cancel it.",
)
