/** The designer with a document, for tests of what a person does there. */

import { QueryClient } from "@tanstack/react-query";
import { act, fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { useState } from "react";
import { initReactI18next } from "react-i18next";
import { vi } from "vitest";
import canvas from "@/canvas/messages.en.json";
import { Catalogue } from "@/core/catalogue/activity";
import { Designer } from "@/features/designer/designer";
import designer from "@/features/designer/messages.en.json";
import { createDesignerStore, DesignerContext } from "@/features/designer/store";
import ui from "@/ui/messages.en.json";
import { withoutResizing } from "./observers.ts";
import { showPage } from "./shown.tsx";
import { anActivity, aWorkflow, CATALOGUE as KNOWN } from "./workflows.ts";

const text = { type: "string" };
const CATALOGUE = new Catalogue([
  ...KNOWN.activities,
  anActivity("mail@1", { config_schema: { required: ["to", "text"], properties: { to: text, text } } }),
]);

export const speakEnglish = () =>
  i18next.use(initReactI18next).init({ lng: "en", resources: { en: { designer, canvas, ui } } });

/** Of jsdom, which does not know its own window again when an event names it. */
class KnownEvent extends MouseEvent {
  constructor(type: string, { view = null, ...init }: MouseEventInit = {}) {
    super(type, init);
    Object.defineProperty(this, "view", { value: view, configurable: true });
  }
}

/** For jsdom, which lays nothing out. */
export function withoutLayout(): void {
  vi.stubGlobal("MouseEvent", KnownEvent);
  withoutResizing();
  HTMLCanvasElement.prototype.getContext = () => null;
  Element.prototype.scrollIntoView = () => undefined;
}

/** A panel with a tab, and a field that goes as soon as something is written into it. */
function Panel() {
  const [isThere, setThere] = useState(true);
  return (
    <section aria-label="Panel">
      <button type="button" role="tab">
        Setup
      </button>
      {isThere && <input aria-label="Field" onChange={() => setThere(false)} />}
    </section>
  );
}

export function opened(document = aWorkflow(["a", "b"], ["a->b"])) {
  const store = createDesignerStore({ name: "example", document, catalogue: CATALOGUE });
  const autosave = { status: "saved", resolve: vi.fn() } as never;
  const { at } = showPage(
    <DesignerContext.Provider value={store}>
      <Designer autosave={autosave} inspector={Panel} />
    </DesignerContext.Provider>,
    new QueryClient(),
  );
  const ids = () => store.getState().document.nodes?.map((node) => node.id);
  const placeOf = (id: string) => store.getState().document.layout?.nodes?.[id];
  const card = (id: string) =>
    window.document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`) as HTMLElement;
  /** As a browser does by a click: the card has the focus, and is selected. */
  const choose = (id: string) => {
    fireEvent.pointerDown(card(id), { pointerType: "mouse" });
    card(id).focus();
    select([id]);
  };
  const select = (nodes: readonly string[]) => act(() => store.getState().select({ nodes }));
  const view = window.document.defaultView as Window;
  /** Takes a card and moves the pointer, and does not let go. */
  const drag = (id: string, x: number, y: number) => {
    const at = (clientX: number, clientY: number) => ({ clientX, clientY, view });
    fireEvent.mouseDown(card(id), { button: 0, ...at(100, 100) });
    fireEvent.mouseMove(view, at(110, 110));
    fireEvent.mouseMove(view, at(100 + x, 100 + y));
  };
  const letGo = () => fireEvent.mouseUp(view, { view });
  /** Takes an edge from a way out and moves the pointer, and does not let go. */
  const dragEdge = (id: string, port: string, clientX: number, clientY: number) => {
    window.document.elementFromPoint = () => null;
    const handle = () =>
      window.document.querySelector(`[data-nodeid="${id}"][data-handleid="${port}"]`) as HTMLElement;
    // Once a hand is near, the dot is a handle.
    fireEvent.pointerMove(handle().closest(`[data-node="${id}"]`) as HTMLElement);
    fireEvent.mouseDown(handle(), { button: 0, clientX: 10, clientY: 10 });
    fireEvent.mouseMove(window.document, { clientX, clientY });
    return () => fireEvent.mouseUp(window.document, { clientX, clientY });
  };
  return { at, store, ids, placeOf, card, choose, select, drag, letGo, dragEdge };
}

export async function chooseStep(wanted: string): Promise<void> {
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByPlaceholderText("Search steps"), `${wanted}{Enter}`);
}
