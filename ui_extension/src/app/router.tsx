// Every address of the application. A page takes plain properties; only this file knows where they come from.
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { DesignerPage } from "@/features/designer";
import { ExecutionPage } from "@/features/execution";
import { Shell } from "./shell";

type NodeLink = { node?: string | undefined };
type StepLink = { step?: string | undefined };

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);

const shell = createRootRoute({ component: Shell });

const home = createRoute({ getParentRoute: () => shell, path: "/", component: () => null });

const design = createRoute({
  getParentRoute: () => shell,
  path: "/workflows/$name/design",
  validateSearch: (search: Record<string, unknown>): NodeLink => ({ node: text(search["node"]) }),
  component: function Design() {
    const { name } = design.useParams();
    const { node } = design.useSearch();
    return <DesignerPage key={name} workflow={name} node={node} />;
  },
});

const execution = createRoute({
  getParentRoute: () => shell,
  path: "/executions/$id",
  validateSearch: (search: Record<string, unknown>): StepLink => ({ step: text(search["step"]) }),
  component: function Execution() {
    const { id } = execution.useParams();
    const { step } = execution.useSearch();
    return <ExecutionPage key={id} id={id} step={step} />;
  },
});

export const router = createRouter({
  routeTree: shell.addChildren([home, design, execution]),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
