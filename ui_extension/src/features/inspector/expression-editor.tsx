// Loaded with the first expression that is shown: a line of code with completion.
import { type CompletionContext, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Annotation, EditorState, Prec } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  keymap,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { FunctionInfo } from "@/core/catalogue/activity";
import { completionsIn } from "@/core/expressions/complete";
import { expressionAt } from "@/core/expressions/template";
import type { JsonObject } from "@/core/json/json";
import { completion } from "@/ui/completion";
import { editorTheme } from "@/ui/editor-theme";
import type { Caret } from "./expression-stand-in";
import type { Wiring } from "./wiring";

type Props = {
  wiring: Wiring;
  value: string;
  /** The whole is an expression, without braces. */
  isBare: boolean;
  /** Where to begin to write at once. */
  caret?: number | undefined;
  /** The same, when somebody writes already in what stood here until this was loaded. */
  held: RefObject<Caret | undefined>;
  scope: JsonObject;
  functions: readonly FunctionInfo[];
  onChange: (text: string) => void;
  onLeave: () => void;
};

const look = EditorView.theme({
  "&": { fontSize: "12px", borderRadius: "6px", border: "1px solid var(--line-control)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-content": { padding: "5px 4px", minHeight: "30px" },
  ".cm-expression": { color: "var(--accent)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--selected)",
    color: "var(--text)",
  },
  ".cm-completionDetail": { color: "var(--text-muted)", fontStyle: "normal" },
  ".cm-completionInfo": { maxWidth: "260px", padding: "6px 8px", fontSize: "12px" },
});

const marks = new MatchDecorator({
  regexp: /\$\{\{.*?\}\}/g,
  decoration: Decoration.mark({ class: "cm-expression" }),
});
const marked = ViewPlugin.fromClass(
  class {
    decorations;
    constructor(view: EditorView) {
      this.decorations = marks.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = marks.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** What the document says is not told to it again. */
const told = Annotation.define<boolean>();

/** Tab leaves it, as it leaves any field. */
export function ExpressionEditor(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;

  // Before the browser takes the next key: what had the keyboard is taken away when this is put in its place.
  useLayoutEffect(() => {
    if (host.current === null) return;
    const { wiring, value, caret, held } = latest.current;
    const at = held.current ?? (caret === undefined ? undefined : { anchor: caret, head: caret });
    const attributes = Object.fromEntries(
      Object.entries({ ...wiring, "aria-invalid": undefined }).filter(([, told]) => told !== undefined),
    ) as Record<string, string>;
    const complete = (context: CompletionContext) => suggestionsAt(context, latest.current);
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: value,
        selection: within(at ?? { anchor: value.length, head: value.length }, value),
        extensions: [
          history(),
          Prec.highest(keymap.of(completionKeymap)),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          completion({
            override: [complete],
            icons: false,
            activateOnTypingDelay: 30,
            interactionDelay: 0,
          }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of(attributes),
          EditorView.domEventHandlers({
            blur(_, { contentDOM }) {
              // Whoever looks at another window comes back to the same place.
              if (document.activeElement !== contentDOM) latest.current.onLeave();
            },
          }),
          EditorView.updateListener.of((update) => {
            const isTold = update.transactions.some((one) => one.annotation(told));
            if (update.docChanged && !isTold) latest.current.onChange(update.state.doc.toString());
          }),
          marked,
          editorTheme,
          look,
        ],
      }),
    });
    view.current = made;
    if (at !== undefined) {
      made.focus();
      startCompletion(made);
    }
    return () => made.destroy();
  }, []);

  const { value, wiring } = props;
  useLayoutEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: told.of(true),
    });
  }, [value]);
  const isInvalid = wiring["aria-invalid"] === true;
  const about = wiring["aria-describedby"];
  useEffect(() => {
    const content = view.current?.contentDOM;
    content?.toggleAttribute("aria-invalid", isInvalid);
    if (isInvalid) content?.setAttribute("aria-invalid", "true");
    if (about !== undefined) content?.setAttribute("aria-describedby", about);
    else content?.removeAttribute("aria-describedby");
  }, [isInvalid, about]);
  return <div ref={host} className="min-w-0" />;
}

const within = ({ anchor, head }: Caret, { length }: string) => ({
  anchor: Math.min(anchor, length),
  head: Math.min(head, length),
});

function suggestionsAt(context: CompletionContext, { isBare, scope, functions }: Props) {
  const here = expressionAt(context.state.doc.toString(), context.pos, isBare);
  const found = here === null ? null : completionsIn(here.text, scope, functions);
  if (here === null || found === null) return null;
  return {
    from: here.from + found.from,
    options: found.suggestions.map((one) => ({
      label: one.label,
      detail: one.detail,
      info: one.about === "" ? undefined : one.about,
      type: one.kind,
      boost: one.kind === "function" ? -1 : 1,
      apply: (editor: EditorView, _: unknown, from: number, to: number) =>
        editor.dispatch({
          changes: { from, to, insert: one.text },
          selection: { anchor: from + one.text.length - one.caret },
          userEvent: "input.complete",
        }),
    })),
  } as never;
}
