import { Activity, ListChecks, type LucideIcon, Workflow } from "lucide-react";

/** What the navigation and the palette lead to. Later: the inbox, connections, administration. */
export const PLACES = [
  { to: "/", key: "overview", icon: Activity },
  { to: "/workflows", key: "workflows", icon: Workflow },
  { to: "/executions", key: "executions", icon: ListChecks },
] as const satisfies readonly { to: string; key: string; icon: LucideIcon }[];
