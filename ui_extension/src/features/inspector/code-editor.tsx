// Loaded with the first piece of code that is shown.
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { sql } from "@codemirror/lang-sql";
import { yaml } from "@codemirror/lang-yaml";
import { EditorView } from "@codemirror/view";
import CodeMirror from "@uiw/react-codemirror";
import { useMemo } from "react";
import { completion } from "@/ui/completion";
import { editorTheme } from "@/ui/editor-theme";
import type { Wiring } from "./wiring";

export type Props = {
  wiring: Wiring;
  language: string;
  value: string;
  onChange: (text: string) => void;
  rows?: number;
};

const LANGUAGES: Readonly<Record<string, () => ReturnType<typeof json>>> = { json, python, sql, yaml };

/** Code of several lines. Tab leaves it, Ctrl-] indents. */
export function CodeEditor({ wiring, language, value, onChange, rows = 6 }: Props) {
  const { id, "aria-describedby": about, "aria-label": label } = wiring;
  const extensions = useMemo(() => {
    const told = {
      id,
      ...(about ? { "aria-describedby": about } : {}),
      ...(label ? { "aria-label": label } : {}),
    };
    const spoken = LANGUAGES[language];
    return [
      ...(spoken === undefined ? [] : [spoken()]),
      EditorView.lineWrapping,
      completion(),
      editorTheme,
      EditorView.contentAttributes.of(told),
    ];
  }, [language, id, about, label]);
  return (
    <CodeMirror
      value={value}
      onChange={onChange}
      extensions={extensions}
      theme="none"
      indentWithTab={false}
      basicSetup={{ foldGutter: false, lineNumbers: false, highlightActiveLine: false }}
      minHeight={`${rows * 1.5}rem`}
      maxHeight="28rem"
      className="overflow-hidden rounded-md border border-line-control text-xs"
    />
  );
}
