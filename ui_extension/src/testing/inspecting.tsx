/** The inspector beside a document that it changes, for tests of what a person does there. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { createStore, type StoreApi, useStore } from "zustand";
import api from "@/api/messages.en.json";
import type { Catalogue } from "@/core/catalogue/activity";
import type { Diagnostic } from "@/core/diagnostics/diagnostic";
import { nodeOf } from "@/core/document/commands/nodes";
import { edited, type History, NO_HISTORY, redone, undone } from "@/core/document/history";
import type { Patch } from "@/core/document/patches";
import type { WorkflowDocument } from "@/core/document/schema.gen";
import { Inspector, type InspectorProps } from "@/features/inspector/inspector";
import inspector from "@/features/inspector/messages.en.json";
import ui from "@/ui/messages.en.json";
import { CATALOGUE } from "./workflows.ts";

interface Given {
  /** The step that is selected; the workflow, when there is none. */
  readonly selected?: string;
  readonly catalogue?: Catalogue;
  readonly diagnostics?: readonly Diagnostic[];
}

interface Shown {
  readonly document: WorkflowDocument;
  readonly history: History;
  readonly selected: string | undefined;
}

export interface Inspecting {
  document(): WorkflowDocument;
  /** As somebody does elsewhere: on the canvas, by the toolbar. */
  edit(patches: readonly Patch[]): void;
  undo(): void;
  redo(): void;
  select(id: string | undefined): void;
}

export async function inspecting(first: WorkflowDocument, given: Given = {}): Promise<Inspecting> {
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en: { api, inspector, ui } } });
  const store = createStore<Shown>(() => ({
    document: first,
    history: NO_HISTORY,
    selected: given.selected,
  }));
  const edit = (label: string, patches: readonly Patch[], merge?: string) =>
    store.setState(({ document, history }) =>
      edited(document, history, { label, patches, atMs: 0, ...(merge === undefined ? {} : { merge }) }),
    );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Panel store={store} given={given} edit={edit} />
    </QueryClientProvider>,
  );
  return {
    document: () => store.getState().document,
    edit: (patches) => act(() => edit("elsewhere", patches)),
    undo: () => act(() => store.setState(({ document, history }) => undone(document, history))),
    redo: () => act(() => store.setState(({ document, history }) => redone(document, history))),
    select: (id) => act(() => store.setState({ selected: id })),
  };
}

type PanelProps = { store: StoreApi<Shown>; given: Given; edit: InspectorProps["edit"] };

function Panel({ store, given, edit }: PanelProps) {
  const { document, selected } = useStore(store);
  const node = selected === undefined ? undefined : nodeOf(document, selected);
  return (
    <Inspector
      nodes={node === undefined ? [] : [node]}
      document={document}
      catalogue={given.catalogue ?? CATALOGUE}
      diagnostics={given.diagnostics ?? []}
      isSaved
      edit={edit}
      show={(id) => store.setState({ selected: id })}
    />
  );
}
