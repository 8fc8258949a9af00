import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { EditorView } from "@codemirror/view";
import CodeMirror from "@uiw/react-codemirror";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readDocument } from "@/core/document/reading";
import { parseText, type TextFormat, writeText } from "@/core/document/text-formats";
import type { Json } from "@/core/json/json";
import { completion } from "@/ui/completion";
import { editorTheme } from "@/ui/editor-theme";
import { keptOf } from "./peek";
import { useDesigner, useDesignerStore } from "./store";

/** The whole workflow as text. What is typed is applied as soon as it can be read; what is drawn shows here at once. */
export function TextView({ format }: { format: TextFormat }) {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  const document = useDesigner(keptOf);
  const left = store.getState().unread;
  const unread = left?.format === format && left.of === document ? left.text : undefined;
  const [text, setText] = useState(() => unread ?? writeText(document as unknown as Json, format));
  const read = (next: string) => {
    try {
      const found = readDocument(parseText(next, format));
      if ("document" in found) return found;
      return { why: `${t(`why.${found.problem.reason}`)} (${found.problem.where})` };
    } catch (error) {
      return { why: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
    }
  };
  const [why, setWhy] = useState<string | null>(() => {
    const found = unread === undefined ? undefined : read(unread);
    return found && "why" in found ? found.why : null;
  });
  const applied = useRef<unknown>(document);

  useEffect(() => {
    if (applied.current === document) return;
    applied.current = document;
    setText(writeText(document as unknown as Json, format));
    setWhy(null);
  }, [document, format]);

  const change = (next: string) => {
    setText(next);
    const found = read(next);
    const isRead = "document" in found;
    setWhy(isRead ? null : found.why);
    // Whoever looks at the drawing meanwhile finds here again what they left.
    store.getState().leaveUnread(format, isRead ? null : next);
    if (!isRead) return;
    store.getState().replace(found.document);
    applied.current = store.getState().document;
  };
  const extensions = useMemo(() => {
    const label = EditorView.contentAttributes.of({
      "aria-label": t("text.label", { format: format.toUpperCase() }),
    });
    return [format === "json" ? json() : yaml(), EditorView.lineWrapping, completion(), editorTheme, label];
  }, [format, t]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <CodeMirror
        value={text}
        onChange={change}
        // What scrolls can be scrolled by keyboard, too.
        onCreateEditor={(view) => {
          view.scrollDOM.tabIndex = 0;
        }}
        extensions={extensions}
        theme="none"
        height="100%"
        className="min-h-0 flex-1 overflow-auto text-sm"
      />
      <p
        role="status"
        className={`border-t border-line px-3 py-1 text-xs ${why === null ? "text-muted" : "text-danger"}`}
      >
        {why === null ? t("text.applied") : t("text.invalid", { why })}
      </p>
    </div>
  );
}
