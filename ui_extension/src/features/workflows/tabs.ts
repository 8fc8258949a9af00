export const WORKFLOW_TABS = ["about", "versions", "triggers"] as const;
export type WorkflowTab = (typeof WORKFLOW_TABS)[number];
