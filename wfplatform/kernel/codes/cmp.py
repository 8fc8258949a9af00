"""Codes of compiling: what is wrong, or worth a look, in a document whose shape is right."""

from typing import Final

from wfplatform.kernel.codes.code import Code

UNKNOWN_ACTIVITY: Final = Code(
    "WF-CMP-001",
    "an unknown activity",
    "No plugin that is installed here provides this activity, or not in this major version.",
    "Correct the type, or install the plugin that provides it.",
)
NO_MAJOR: Final = Code(
    "WF-CMP-002",
    "an activity without its major version",
    "A plan pins each activity's major version, so that an upgrade never changes what a published workflow does.",
    "Write the type as area.verb@major; saving in the designer does so.",
)
DUPLICATE_NODE: Final = Code(
    "WF-CMP-003",
    "a node id is used twice",
    "Ids are unique in the whole document, bodies included, because expressions and histories name steps by them.",
    "Give one of the two another id.",
)
EDGE_TO_NOWHERE: Final = Code(
    "WF-CMP-004",
    "an edge to or from a node that does not exist",
    "Both ends of an edge name nodes of the same graph.",
    "Correct the id, or remove the edge.",
)
EDGE_ACROSS_BODY: Final = Code(
    "WF-CMP-005",
    "an edge crosses the border of a body",
    "What happens inside a container begins and ends with it; data leaves it through the body's output.",
    "Connect to the container itself, or move one of the two nodes.",
)
EDGE_TO_PORT: Final = Code(
    "WF-CMP-006",
    "an edge leads to a port",
    "An edge ends at a node; the form node.port at its end is reserved.",
    "Write the node's id alone.",
)
DUPLICATE_EDGE: Final = Code(
    "WF-CMP-007",
    "an edge is given twice",
    "An edge is identified by its two ends.",
    "Remove one of the two.",
)
UNKNOWN_PORT: Final = Code(
    "WF-CMP-008",
    "an unknown port",
    "The node has no way out of this name.",
    "Choose one of the node's ports.",
)
CYCLE: Final = Code(
    "WF-CMP-009",
    "nodes wait for each other",
    "Edges lead in a circle, so none of these nodes could ever start.",
    "Remove an edge of the circle; to repeat something use flow.while.",
)
UNREACHABLE: Final = Code(
    "WF-CMP-010",
    "a node that can never run",
    "Every edge to the node leaves by a port that is never taken.",
    "Draw an edge from a port that can be taken, or remove the node.",
)
JOIN_NEVER_MET: Final = Code(
    "WF-CMP-011",
    "a join that can never be met",
    "The join wants all its edges live, and two of them exclude each other.",
    "Use join settled or any, or remove one of the edges.",
)
WRONG_LANE: Final = Code(
    "WF-CMP-012",
    "an activity that is not allowed in this lane",
    "The activity cannot run where the document's lane would run it.",
    "Choose the other lane, or another activity.",
)
CONFIG: Final = Code(
    "WF-CMP-013",
    "a wrong value in the configuration",
    "The activity does not accept this value.",
    "Look at the activity's reference, and correct the value.",
)
UNKNOWN_CONFIG_KEY: Final = Code(
    "WF-CMP-014",
    "an unknown key in the configuration",
    "The activity does not know this key, so it would do nothing.",
    "Remove the key, or correct its spelling.",
)
MISSING_CONFIG_KEY: Final = Code(
    "WF-CMP-015",
    "a missing key in the configuration",
    "The activity cannot work without this key.",
    "Add the key.",
)
BAD_PORT_NAME: Final = Code(
    "WF-CMP-016",
    "a malformed name of a port",
    "A port's name stands in edges and expressions; error and timeout have a meaning of their own.",
    "Use small letters, digits and underscores, a letter first, and neither error nor timeout.",
)
MISSING_BODY: Final = Code(
    "WF-CMP-017",
    "a container without its body",
    "The container runs a body, and the document does not say which.",
    "Add the body named under bodies.",
)
UNKNOWN_BODY: Final = Code(
    "WF-CMP-018",
    "an unknown body",
    "The activity runs no body of this name.",
    "Remove the body, or correct its name.",
)
UNHANDLED_FAILURE_PORT: Final = Code(
    "WF-CMP-019",
    "a port that must be handled has no edge",
    "When the step leaves by this port, the execution fails.",
    "Draw an edge from the port, if the workflow should go on then.",
)
UNHANDLED_PORT: Final = Code(
    "WF-CMP-020",
    "a port has no edge",
    "When the step leaves by this port, its branch ends.",
    "Draw an edge from the port, if something should follow.",
)
ERROR_EDGE_AND_POLICY: Final = Code(
    "WF-CMP-021",
    "an error edge beside a policy that ignores errors",
    "on_error continue or skip lets the step leave by out, so its edge on error could never be taken.",
    "Remove the edge, or the on_error.",
)
ENSURE_RETRY_ONCE: Final = Code(
    "WF-CMP-022",
    "a post-condition would repeat what must happen once",
    "A false post-condition with retry performs the activity again, and this one's effect must not happen twice.",
    "Remove retry from the post-condition, or use an activity whose effect is idempotent.",
)
CANNOT_COMPENSATE: Final = Code(
    "WF-CMP-023",
    "not an activity that can undo something",
    "A compensation is one activity that is performed; instructions of the engine and waiting ones cannot be.",
    "Use an activity that performs an attempt; call what is longer through an activity of its own.",
)
NOTHING_TO_COMPENSATE: Final = Code(
    "WF-CMP-024",
    "on_unknown compensate without a compensation",
    "The node says to compensate when nobody knows whether it happened, and does not say how.",
    "Add compensate, or choose ask or retry.",
)
NO_CONNECTION: Final = Code(
    "WF-CMP-025",
    "a connection for an activity that takes none",
    "The activity would never use this connection.",
    "Remove the connection.",
)
BAD_SCHEMA: Final = Code(
    "WF-CMP-026",
    "not a valid JSON Schema",
    "The schema breaks the rules of JSON Schema 2020-12, or refers to what is not inside it.",
    "Correct the schema; references must begin with #.",
)
DOES_NOT_FIT: Final = Code(
    "WF-CMP-027",
    "a value that its schema refuses",
    "The value is written out here, and the schema that it will be checked against does not accept it.",
    "Correct the value or the schema.",
)
SYNTAX: Final = Code(
    "WF-CMP-028",
    "an expression that cannot be read",
    "The text breaks the rules of the expression language at the place named.",
    "Correct the expression there.",
)
TOO_LONG: Final = Code(
    "WF-CMP-029",
    "an expression that is too long",
    "An expression may have 4 KB, and a document 20,000 expressions.",
    "Work the value out in an activity of its own, such as data.set, data.jq or code.python.",
)
UNKNOWN_NAME: Final = Code(
    "WF-CMP-030",
    "an unknown name",
    "Expressions read input, env, trigger, execution and steps, and where they exist event, item, index, loop, error, "
    "incoming, output and secrets.",
    "Correct the name.",
)
UNKNOWN_FUNCTION: Final = Code(
    "WF-CMP-031",
    "an unknown function",
    "The expression language has no function or method of this name.",
    "Correct the name.",
)
UNKNOWN_FIELD: Final = Code(
    "WF-CMP-032",
    "an unknown field",
    "The schema of the value lists its fields, and this is none of them.",
    "Correct the field's name, or the schema.",
)
UNKNOWN_STEP: Final = Code(
    "WF-CMP-033",
    "a step that does not exist",
    "Steps are read as steps.<id>, with the id of a node of this document.",
    "Correct the id.",
)
TYPE_MISMATCH: Final = Code(
    "WF-CMP-034",
    "types that do not go together",
    "The operation or function is not defined for values of these types.",
    "Convert one of the values, or correct the expression.",
)
WRONG_RESULT: Final = Code(
    "WF-CMP-035",
    "an expression of the wrong type",
    "The expression gives a value of a type that cannot be used here.",
    "Correct the expression so that it gives a value of the type wanted.",
)
NOT_IN_SCOPE: Final = Code(
    "WF-CMP-036",
    "a name that does not exist here",
    "The name exists elsewhere in a workflow, but not at this place.",
    "Read the value where it exists, and hand it on through an output.",
)
SECRET_ELSEWHERE: Final = Code(
    "WF-CMP-037",
    "a secret outside of what an attempt is given",
    "Secrets are resolved at the attempt and never recorded, so they exist only in the with of nodes that perform one.",
    "Move the secret into the with of the node that needs it.",
)
NO_ANCESTOR: Final = Code(
    "WF-CMP-038",
    "a step that is not before this one",
    "A step's result can be read only where the step is sure to be over: after it, along the edges.",
    "Add an edge, so that the step comes before this one, or read another step.",
)
MAY_BE_SKIPPED: Final = Code(
    "WF-CMP-039",
    "a step that may have no output",
    "The step may be skipped, or may have failed, before this one runs; its output is null then.",
    "Say what stands for it: steps.?id.output.?field.orValue(...), has(...), or a check of its status.",
)
READS_DISABLED: Final = Code(
    "WF-CMP-040",
    "a step that is disabled",
    "A disabled step has no output; what reads it gets null.",
    "Enable the step, or give a default.",
)
CONSTANT_WANTED: Final = Code(
    "WF-CMP-041",
    "an expression where a value must be written out",
    "The engine needs this value before anything runs.",
    "Write the value itself.",
)
UNKNOWN_TRIGGER: Final = Code(
    "WF-CMP-042",
    "an unknown kind of trigger",
    "No trigger of this kind is known here.",
    "Correct the type.",
)
DUPLICATE_TRIGGER: Final = Code(
    "WF-CMP-043",
    "a trigger id is used twice",
    "Triggers are told apart by their ids.",
    "Give one of the two another id.",
)
TRIGGER_CONFIG: Final = Code(
    "WF-CMP-044",
    "a wrong configuration of a trigger",
    "This kind of trigger does not accept the value.",
    "Correct the value.",
)
BAD_CRON: Final = Code(
    "WF-CMP-045",
    "a malformed cron expression",
    "A schedule has five fields: minute, hour, day of the month, month and day of the week.",
    "Write for example '30 3 * * *' for every night at half past three.",
)
BAD_TIME_ZONE: Final = Code(
    "WF-CMP-046",
    "an unknown time zone",
    "The name is not one of the time zone database.",
    "Write a name such as Europe/Berlin or UTC.",
)
UNKNOWN_WORKFLOW: Final = Code(
    "WF-CMP-047",
    "a workflow that is not published",
    "No workflow of this name, or none in this range of versions, is published in the project.",
    "Publish it before this workflow runs, or correct the name or the range.",
)
BAD_VERSION: Final = Code(
    "WF-CMP-048",
    "a malformed range of versions",
    "A workflow is called by the newest version in a range.",
    "Write latest, 1.4.0, ^2 or ~1.4.",
)
BAD_DURATION: Final = Code(
    "WF-CMP-049",
    "a malformed duration in the configuration",
    "A duration is a whole number and one of the units ms, s, m, h, d.",
    "Write for example 250ms, 30s, 5m, 48h or 7d.",
)
NO_EFFECT: Final = Code(
    "WF-CMP-050",
    "a setting that does nothing",
    "The setting has no effect beside the others.",
    "Remove it, or complete what it belongs to.",
)
NO_NODES: Final = Code(
    "WF-CMP-051",
    "a workflow without nodes",
    "There is nothing to do: every execution would be completed at once.",
    "Add a node.",
)
CALLS_ITSELF: Final = Code(
    "WF-CMP-052",
    "a failure handed to the workflow that failed",
    "Each failure of what was started would start it again.",
    "Name another workflow in on_failure.call; to try again use retry.",
)
