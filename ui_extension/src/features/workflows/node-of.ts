import type { Change } from "@/api/words";

/** The node that a change is one of, if it is; a node's words for people are changes of the kind `text`. */
export function nodeOf({ thing, name, pointer }: Change): string | undefined {
  if (thing === "node") return name;
  return thing === "text" && pointer.includes("/nodes/") ? name : undefined;
}
