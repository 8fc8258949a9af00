// Every address of the application. A page takes plain properties; only this file knows where they come from.
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { WINDOWS } from "@/api/overview";
import { queryClient } from "@/api/query-client";
import { DesignerPage } from "@/features/designer";
import { ExecutionPage, type Part, partOf, prepareExecution } from "@/features/execution";
import { ExecutionsPage, searchOf } from "@/features/executions";
import { OverviewPage } from "@/features/overview";
import { WelcomePage } from "@/features/welcome";
import { WORKFLOW_TABS, WorkflowPage, WorkflowsPage } from "@/features/workflows";
import { Broken } from "./broken";
import { Designing } from "./designing";
import { NoDagster } from "./no-dagster";
import { Nowhere } from "./nowhere";
import { keepScrolled } from "./scrolled";
import { Shell } from "./shell";
import { Watching } from "./watching";

type Raw = Record<string, unknown>;

/** The router reads addresses as JSON: a node may be called `123` or `true`. */
const text = (value: unknown) =>
  ["string", "number", "boolean"].includes(typeof value) && value !== "" ? String(value) : undefined;
const oneOf = <T extends string>(words: readonly T[], value: unknown) => words.find((word) => word === value);

/** A route's component, shown once its page is loaded: the router loads it along with the data, without a flicker between. */
const shownWith = <T extends () => ReactNode>(
  page: { preload?: () => Promise<void> | undefined },
  component: T,
): T & { preload: () => Promise<void> } =>
  Object.assign(component, {
    preload: async () => {
      await page.preload?.();
      // Drawn in another task than the one in which its files were evaluated.
      await new Promise((resolve) => setTimeout(resolve));
    },
  });

const shell = createRootRoute({ component: Shell, notFoundComponent: Nowhere, errorComponent: Broken });

const overview = createRoute({
  getParentRoute: () => shell,
  path: "/",
  validateSearch: (raw: Raw): { window?: (typeof WINDOWS)[number] | undefined } => ({
    window: oneOf(WINDOWS, raw["window"]),
  }),
  component: shownWith(OverviewPage, function Overview() {
    const navigate = overview.useNavigate();
    const { window = "24h" } = overview.useSearch();
    return <OverviewPage window={window} onWindow={(next) => void navigate({ search: { window: next } })} />;
  }),
});

const welcome = createRoute({
  getParentRoute: () => shell,
  path: "/welcome",
  component: shownWith(WelcomePage, () => <WelcomePage />),
});

const workflows = createRoute({
  getParentRoute: () => shell,
  path: "/workflows",
  validateSearch: (raw: Raw): { search?: string | undefined; create?: true | undefined } => ({
    search: text(raw["search"]),
    create: raw["create"] === true ? true : undefined,
  }),
  component: shownWith(WorkflowsPage, function Workflows() {
    const navigate = workflows.useNavigate();
    const { search = "", create = false } = workflows.useSearch();
    return (
      <WorkflowsPage
        search={search}
        onSearch={(next) => void navigate({ search: { search: next || undefined }, replace: true })}
        isCreating={create}
        onCreating={(is) =>
          // To go back leads to where one was, and not into what one has closed.
          void navigate({ search: { search: search || undefined, create: is || undefined }, replace: !is })
        }
      />
    );
  }),
});

const workflow = createRoute({
  getParentRoute: () => shell,
  path: "/workflows/$name",
  validateSearch: (raw: Raw): { tab?: (typeof WORKFLOW_TABS)[number] | undefined } => ({
    tab: oneOf(WORKFLOW_TABS, raw["tab"]),
  }),
  component: shownWith(WorkflowPage, function Workflow() {
    const navigate = workflow.useNavigate();
    const { name } = workflow.useParams();
    const { tab = "about" } = workflow.useSearch();
    return (
      <WorkflowPage
        key={name}
        name={name}
        tab={tab}
        onTab={(next) => void navigate({ search: { tab: next }, replace: true })}
      />
    );
  }),
});

const design = createRoute({
  getParentRoute: () => shell,
  path: "/workflows/$name/design",
  validateSearch: (raw: Raw): { node?: string | undefined } => ({ node: text(raw["node"]) }),
  component: shownWith(DesignerPage, function Design() {
    const { name } = design.useParams();
    const { node } = design.useSearch();
    return <Designing key={name} workflow={name} node={node} />;
  }),
});

const executions = createRoute({
  getParentRoute: () => shell,
  path: "/executions",
  validateSearch: searchOf,
  component: shownWith(ExecutionsPage, function Executions() {
    const navigate = executions.useNavigate();
    return (
      <ExecutionsPage
        search={executions.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true })}
      />
    );
  }),
});

const execution = createRoute({
  getParentRoute: () => shell,
  path: "/executions/$id",
  validateSearch: (raw: Raw): { step?: string | undefined; part?: Part | undefined } => ({
    step: text(raw["step"]),
    part: raw["part"] === undefined ? undefined : partOf(raw["part"]),
  }),
  loader: ({ params: { id } }) => prepareExecution(queryClient, id),
  component: shownWith(ExecutionPage, function Execution() {
    const { id } = execution.useParams();
    const { step, part = "steps" } = execution.useSearch();
    const navigate = execution.useNavigate();
    const go = (to: { step?: string | undefined; part?: Part | undefined }) =>
      void navigate({ search: (from) => ({ ...from, ...to }), replace: true });
    return (
      <Watching
        key={id}
        id={id}
        step={step}
        part={part}
        onStep={(chosen) => go({ step: chosen })}
        onPart={(next) => go({ part: next === "steps" ? undefined : next })}
      />
    );
  }),
});

const noDagster = createRoute({ getParentRoute: () => shell, path: "/dagster/$", component: NoDagster });

export const router = createRouter({
  routeTree: shell.addChildren([
    overview,
    welcome,
    workflows,
    workflow,
    design,
    executions,
    execution,
    noDagster,
  ]),
  defaultErrorComponent: Broken,
  defaultPreload: "intent",
});
keepScrolled(router);

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
