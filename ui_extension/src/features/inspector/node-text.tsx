import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { replaceNode } from "@/core/document/commands/nodes";
import type { WorkflowNode } from "@/core/document/schema.gen";
import { parseText, type TextFormat, writeText } from "@/core/document/text-formats";
import { isEqual, isObject, type Json } from "@/core/json/json";
import { Select } from "@/ui/field";
import type { InspectorProps } from "./inspector";

const CodeEditor = lazy(async () => ({ default: (await import("./code-editor")).CodeEditor }));

/** The node as it stands in the document. What can be read is applied at once, and what is done elsewhere shows here. */
export function NodeText({ node, document, edit }: InspectorProps & { node: WorkflowNode }) {
  const { t } = useTranslation("inspector");
  const [format, setFormat] = useState<TextFormat>("json");
  const [text, setText] = useState(() => writeText(node as unknown as Json, format));
  const [why, setWhy] = useState<string>();
  const applied = useRef(node as unknown as Json);
  const present = node as unknown as Json;
  if (applied.current !== present) {
    // One's own edit comes back as it was typed; another's is shown.
    const isOwn = isEqual(readable(text, format), present);
    applied.current = present;
    if (!isOwn) setText(writeText(present, format));
  }
  const change = (next: string) => {
    setText(next);
    try {
      const value = parseText(next, format);
      if (!isObject(value)) return setWhy(t("text.noObject"));
      if (value["id"] !== node.id) return setWhy(t("text.sameId", { id: node.id }));
      setWhy(undefined);
      edit("text", replaceNode(document, node.id, value), `${node.id}/text`);
    } catch (error) {
      setWhy(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
    }
  };
  const label = t("text.label", { format: format.toUpperCase() });
  return (
    <div className="flex flex-col gap-2" data-path="">
      <Select
        aria-label={t("text.format")}
        className="!h-7 !w-auto self-start !text-xs"
        value={format}
        onChange={(event) => {
          const next = event.target.value as TextFormat;
          setFormat(next);
          setText(writeText(present, next));
          setWhy(undefined);
        }}
      >
        <option value="json">JSON</option>
        <option value="yaml">YAML</option>
      </Select>
      <Suspense fallback={null}>
        <CodeEditor
          key={format}
          wiring={{
            id: `text-${node.id}`,
            "aria-describedby": undefined,
            "aria-invalid": undefined,
            "aria-label": label,
          }}
          language={format}
          value={text}
          onChange={change}
          rows={10}
        />
      </Suspense>
      <p role="status" className={why === undefined ? "text-xs text-muted" : "text-xs text-danger"}>
        {why === undefined ? t("text.applied") : t("text.invalid", { why })}
      </p>
    </div>
  );
}

function readable(text: string, format: TextFormat): Json | undefined {
  try {
    return parseText(text, format);
  } catch {
    return undefined;
  }
}
