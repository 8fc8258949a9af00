"""Every name of Dagster's that is not public and that we use: where it is, and what it takes.

An upgrade of Dagster that moves one of them fails here, in one readable place. Each line is `module:name`, with the
parameters where it is called. `test_every_hidden_name_that_we_import_is_in_the_table` keeps the table whole.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from dagster._core.execution import api
from dagster._grpc import server

from wfplatform.dagster_bridge.instance import INTERRUPTED

TABLE = """
dagster._api.snapshot_repository:sync_get_external_repositories_data_grpc(api_client, code_location, defer_snapshots)
dagster._core.code_pointer:FileCodePointer
dagster._core.code_pointer:ModuleCodePointer
dagster._core.definitions.definitions_load_context:DefinitionsLoadContext.get()
dagster._core.definitions.definitions_load_context:DefinitionsLoadContext.load_type
dagster._core.definitions.definitions_load_context:DefinitionsLoadContext.reconstruction_metadata
dagster._core.definitions.definitions_load_context:DefinitionsLoadContext.add_to_pending_reconstruction_metadata(
    self, key, metadata)
dagster._core.definitions.definitions_load_context:DefinitionsLoadType.RECONSTRUCTION
dagster._core.definitions.dependency:DependencyDefinition(node, output, description)
dagster._core.definitions.dependency:MultiDependencyDefinition(dependencies)
dagster._core.definitions.dependency:NodeInvocation(name, alias, tags, hook_defs, retry_policy)
dagster._core.definitions.job_base:InMemoryJob(job_def)
dagster._core.definitions.metadata.metadata_value:CodeLocationReconstructionMetadataValue
dagster._core.definitions.repository_definition:RepositoryLoadData(
    cacheable_asset_data, reconstruction_metadata, defs_state_info, code_location_name)
dagster._core.definitions.utils:DISALLOWED_NAMES
dagster._core.errors:DagsterExecutionInterruptedError
dagster._core.errors:DagsterRunAlreadyExists
dagster._core.errors:DagsterUserCodeProcessError
dagster._core.errors:DagsterUserCodeUnreachableError
dagster._core.events:ASSET_EVENTS
dagster._core.events:ASSET_CHECK_EVENTS
dagster._core.events:DagsterEvent(
    event_type_value, job_name, step_handle, node_handle, step_kind_value, logging_tags, event_specific_data,
    message, pid, step_key)
dagster._core.events:DagsterEvent.capture_logs(job_context, step_keys, log_key, log_context)
dagster._core.events:DagsterEvent.job_suspended(job_context, message)
dagster._core.events:DagsterEventType.RUN_RESUMED
dagster._core.events:DagsterEventType.RUN_SUSPENDED
dagster._core.events.log:EventLogEntry(
    error_info, level, user_message, run_id, timestamp, step_key, job_name, dagster_event)
dagster._core.execution.api:create_execution_plan(
    job, run_config, step_keys_to_execute, known_state, instance_ref, tags, repository_load_data)
dagster._core.execution.api:execute_run_iterator(job, dagster_run, instance, resume_from_failure)
dagster._core.execution.api:job_execution_iterator(job_context, execution_plan)
dagster._core.execution.compute_logs:create_compute_log_file_key()
dagster._core.execution.context.system:PlanOrchestrationContext.resume_from_failure
dagster._core.execution.context.system:PlanOrchestrationContext.log
dagster._core.execution.context_creation_job:PlanExecutionContextManager(
    job, execution_plan, run_config, dagster_run, instance, retry_mode, scoped_resources_builder_cm, raise_on_error,
    output_capture, step_dependency_config)
dagster._core.execution.plan.execute_plan:_trigger_hook(step_context, step_event_list)
dagster._core.execution.plan.instance_concurrency_context:InstanceConcurrencyContext(instance, dagster_run)
dagster._core.execution.plan.instance_concurrency_context:InstanceConcurrencyContext.claim(
    self, concurrency_key, step_key, step_priority)
dagster._core.execution.plan.instance_concurrency_context:InstanceConcurrencyContext.free_step(self, step_key)
dagster._core.execution.plan.objects:ErrorSource.INTERRUPT
dagster._core.execution.plan.objects:ErrorSource.USER_CODE_ERROR
dagster._core.execution.plan.objects:StepFailureData(error, user_failure_data, error_source)
dagster._core.execution.plan.objects:StepRetryData(error, seconds_to_wait)
dagster._core.execution.plan.objects:StepSuccessData(duration_ms)
dagster._core.execution.plan.objects:UserFailureData(label, description, metadata)
dagster._core.execution.plan.outputs:StepOutputData(
    step_output_handle, type_check_data, version, metadata, intermediate_materialization)
dagster._core.execution.plan.outputs:StepOutputHandle(step_key, output_name, mapping_key)
dagster._core.execution.plan.plan:ExecutionPlan.steps
dagster._core.execution.plan.plan:ExecutionPlan.step_keys_to_execute
dagster._core.execution.plan.state:KnownExecutionState(
    previous_retry_attempts, dynamic_mappings, step_output_versions, ready_outputs, parent_state)
dagster._core.execution.plan.step:ExecutionStep.handle
dagster._core.execution.plan.step:ExecutionStep.kind
dagster._core.execution.plan.step:ExecutionStep.logging_tags
dagster._core.execution.plan.step:ExecutionStep.node_handle
dagster._core.execution.retries:RetryMode.ENABLED
dagster._core.instance.ref:InstanceRef.config_defaults(base_dir)
dagster._core.instance.methods.run_launcher_methods:RunLauncherMethods.run_will_resume(self, run_id)
dagster._core.instance.methods.event_methods:EventMethods.handle_new_event(self, event, batch_metadata)
dagster._core.instance.methods.event_methods:EventMethods.report_run_failed(
    self, dagster_run, message, job_failure_data)
dagster._core.launcher:LaunchRunContext(dagster_run, workspace)
dagster._core.launcher:ResumeRunContext(dagster_run, workspace, resume_attempt_number)
dagster._core.launcher.base:CheckRunHealthResult(status, msg, transient, run_worker_id)
dagster._core.launcher.base:WorkerStatus.NOT_FOUND
dagster._core.log_manager:LOG_RECORD_EVENT_ATTR
dagster._core.log_manager:LOG_RECORD_EVENT_BATCH_METADATA_ATTR
dagster._core.log_manager:DagsterLogManager.with_tags(self, **new_tags)
dagster._core.origin:JobPythonOrigin(job_name, repository_origin)
dagster._core.origin:RepositoryPythonOrigin(
    executable_path, code_pointer, container_image, entry_point, container_context)
dagster._core.origin:get_python_environment_entry_point(executable_path)
dagster._core.remote_origin:GrpcServerCodeLocationOrigin(
    host, port, socket, location_name, use_ssl, additional_metadata)
dagster._core.remote_origin:RemoteJobOrigin
dagster._core.remote_origin:RemoteRepositoryOrigin
dagster._core.remote_representation.external_data:AssetCheckNodeSnap(
    name, asset_key, description, execution_set_identifier, job_names, blocking, additional_asset_keys,
    automation_condition, automation_condition_snapshot, partitions_def_snapshot)
dagster._core.remote_representation.external_data:asset_check_node_snaps_from_repo(repo)
dagster._core.remote_representation.external_data:extract_serialized_job_snap_from_serialized_job_data_snap(
    serialized_job_data_snap)
dagster._core.run_coordinator:QueuedRunCoordinator.submit_run(self, context)
dagster._core.run_coordinator:SubmitRunContext(dagster_run, workspace)
dagster._core.run_coordinator:SubmitRunContext.get_request_header(self, key)
dagster._core.snap.execution_plan_snapshot:snapshot_from_execution_plan(execution_plan, pipeline_snapshot_id)
dagster._core.storage.event_log.base:EventLogStorage.get_logs_for_run(self, run_id, cursor, of_type, limit, ascending)
dagster._core.storage.runs.base:RunStorage.add_run(self, dagster_run)
dagster._core.storage.runs.base:RunStorage.add_job_snapshot(self, job_snapshot)
dagster._core.storage.runs.base:RunStorage.add_execution_plan_snapshot(self, execution_plan_snapshot)
dagster._core.storage.runs.base:RunStorage.delete_run(self, run_id)
dagster._core.storage.tags:CODE_LOCATION_TAG
dagster._core.types.loadable_target_origin:LoadableTargetOrigin
dagster._core.utils:FuturesAwareThreadPoolExecutor(max_workers, thread_name_prefix, initializer, initargs)
dagster._core.workspace.context:WorkspaceRequestContext.source
dagster._grpc.client:DagsterGrpcClient.external_job(self, remote_repository_origin, job_name, timeout)
dagster._grpc.client:DagsterGrpcClient.external_repository(self, remote_repository_origin, defer_snapshots, timeout)
dagster._grpc.impl:core_execute_run(recon_job, dagster_run, instance, inject_env_vars, resume_from_failure)
dagster._grpc.server:DagsterApiServer(
    server_termination_event, logger, server_threadpool_executor, loadable_target_origin, heartbeat,
    heartbeat_timeout, lazy_load_user_code, fixed_server_id, entry_point, container_image, container_context,
    inject_env_vars_from_instance, instance_ref, location_name, enable_metrics, defs_state_info)
dagster._grpc.server:DagsterApiServer.ReloadCode(self, _request, _context)
dagster._grpc.server:DagsterGrpcServer(
    server_termination_event, dagster_api_servicer, logger, threadpool_executor, host, port, socket, enable_metrics)
dagster._grpc.server:LoadedRepositories(
    loadable_target_origin, container_image, entry_point, container_context, defs_state_info, code_location_name)
dagster._grpc.types:ExecuteRunArgs(job_origin, run_id, instance_ref, set_exit_code_on_failure)
dagster._grpc.types:ResumeRunArgs(job_origin, run_id, instance_ref, set_exit_code_on_failure)
dagster._grpc.types:ResumeRunArgs.get_command_args(self)
dagster._serdes:ConfigurableClassData.rehydrate(self, as_type)
dagster._daemon.cli:cli
dagster_webserver.cli:cli
dagster._utils.hosted_user_process:recon_job_from_origin(origin)
dagster._utils.interrupts:capture_interrupts()
dagster._utils.interrupts:pop_captured_interrupt()
dagster_postgres.event_log:PostgresEventLogStorage(postgres_url, should_autocreate_tables, inst_data, token_provider)
dagster_postgres.event_log:PostgresEventLogStorage.prepare_insert_event(self, event)
dagster_postgres.event_log:PostgresEventLogStorage.prepare_insert_event_batch(self, events)
dagster_postgres.event_log:PostgresEventLogStorage.run_connection(self, run_id)
dagster_postgres.run_storage:PostgresRunStorage(postgres_url, should_autocreate_tables, inst_data, token_provider)
dagster_postgres.schedule_storage:PostgresScheduleStorage(
    postgres_url, should_autocreate_tables, inst_data, token_provider)
dagster_shared.error:SerializableErrorInfo(message, stack, cls_name, cause, context)
"""

ROOM = Path(__file__).parents[2] / "wfplatform" / "dagster_bridge"


def entries() -> list[tuple[str, str, str | None]]:
    """(module, name, parameters) of each line; a line that goes on is indented."""
    joined = TABLE.strip().replace("\n    ", " ").replace("( ", "(")
    found: list[tuple[str, str, str | None]] = []
    for text in joined.splitlines():
        where, opened, rest = text.partition("(")
        module, name = where.split(":")
        found.append((module, name, rest.removesuffix(")") if opened else None))
    return found


@pytest.mark.parametrize(("module", "name", "parameters"), entries(), ids=lambda value: str(value)[:60])
def test_the_name_is_where_we_use_it(module: str, name: str, parameters: str | None) -> None:
    found: object = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)

    if parameters is not None:
        assert callable(found)
        assert ", ".join(_parameters(found)) == parameters


def test_every_hidden_name_that_we_import_is_in_the_table() -> None:
    known = {(module, name.split(".")[0]) for module, name, _ in entries()}
    # Types and constants that are only named, never called or read into: a move fails at import.
    named = {
        ("dagster._core.code_pointer", "CodePointer"),
        ("dagster._core.definitions.dependency", "IDependencyDefinition"),
        ("dagster._core.events", "DagsterEventBatchMetadata"),
        ("dagster._core.events", "EngineEventData"),
        ("dagster._core.events", "JobFailureData"),
        ("dagster._core.launcher", "RunLauncher"),
        ("dagster._core.origin", "DEFAULT_DAGSTER_ENTRY_POINT"),
        ("dagster._core.remote_representation.code_location", "GrpcServerCodeLocation"),
        ("dagster._core.remote_representation.external_data", "JobRefSnap"),
        ("dagster._core.remote_representation.external_data", "RepositoryErrorSnap"),
        ("dagster._core.remote_representation.external_data", "RepositorySnap"),
        ("dagster._core.run_coordinator", "SubmitRunContext"),
        ("dagster._core.snap", "ExecutionPlanSnapshot"),
        ("dagster._core.snap", "JobSnap"),
        ("dagster._core.storage.base_storage", "DagsterStorage"),
        ("dagster._core.storage.event_log", "EventLogStorage"),
        ("dagster._core.storage.runs", "RunStorage"),
        ("dagster._core.storage.schedules", "ScheduleStorage"),
        ("dagster._grpc.__generated__", "dagster_api_pb2"),
        ("dagster._serdes", "ConfigurableClass"),
        ("dagster._serdes", "deserialize_value"),
        ("dagster._api", "snapshot_repository"),
        ("dagster._core.remote_representation", "external_data"),
        ("dagster._daemon", "cli"),
    }

    assert set(_imported()) - known - named == set()


def test_the_code_server_keeps_what_its_reload_replaces() -> None:
    source = inspect.getsource(server.DagsterApiServer)

    for attribute in ("_reload_lock", "_loaded_repositories", "_serializable_load_error", "_server_id",
                      "_loadable_target_origin", "_entry_point", "_container_image"):  # fmt: skip
        assert f"self.{attribute} = " in source or f"self.{attribute}: " in source


def test_the_iterator_asks_the_instance_before_it_fails_an_interrupted_run() -> None:
    source = inspect.getsource(api.job_execution_iterator)

    assert "instance.run_will_resume(" in source
    assert "DagsterExecutionInterruptedError" in source
    assert INTERRUPTED in source


@pytest.mark.parametrize("package", ["dagster", "dagster-graphql", "dagster-webserver", "dagster-pipes"])
def test_dagster_is_the_version_that_this_was_written_for(package: str) -> None:
    assert version(package) == "1.13.27"


def _parameters(found: object) -> Iterator[str]:
    assert callable(found)
    for parameter in inspect.signature(found).parameters.values():
        stars = {inspect.Parameter.VAR_KEYWORD: "**", inspect.Parameter.VAR_POSITIONAL: "*"}
        yield stars.get(parameter.kind, "") + parameter.name


def _imported() -> Iterator[tuple[str, str]]:
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("dagster._"):
                yield from ((node.module, alias.name) for alias in node.names)
