"""wfplatform: designer documents become durable executions, hosted by Dagster runs or by express workers."""
