/** What is shown of an execution below its drawing. */
export const PARTS = ["steps", "events", "logs"] as const;

export type Part = (typeof PARTS)[number];

/** As an address says it: its steps, if it says nothing that there is. */
export const partOf = (asked: unknown): Part => PARTS.find((part) => part === asked) ?? "steps";
