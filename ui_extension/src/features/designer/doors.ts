import type { Zoom } from "@/canvas/view";
import type { Where } from "@/canvas/where";
import type { Telling } from "./moving";

/** What lies outside of the document. */
export interface Doors {
  readText(): Promise<string>;
  writeText(text: string): Promise<void>;
  /** Where it goes, when a person pointed at a place. */
  openAdd(place?: Where): void;
  openInsert(edge: string): void;
  openFind(): void;
  openMove(): void;
  openRename(): void;
  openKeys(): void;
  zoom(how: Zoom): void;
  /** The text of a note that was just made has the keyboard, once it is drawn. */
  write(id: string): void;
  /** The place that was pointed at, for what is to be put there. */
  readonly place?: Where;
  /** Where the pointer is, when it is over the canvas. */
  pointed(): Where | null;
  /** The middle of what is in view; null when no canvas is shown. */
  middle(): Where | null;
  readonly tell: Telling;
}
