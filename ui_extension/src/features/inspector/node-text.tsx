import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import { replaceNode } from "@/core/document/commands/nodes";
import type { WorkflowNode } from "@/core/document/schema.gen";
import { parseText, type TextFormat, writeText } from "@/core/document/text-formats";
import { isEqual, isObject, type Json } from "@/core/json/json";
import { Select } from "@/ui/field";
import type { InspectorProps } from "./inspector";
import { useUnapplied } from "./unapplied";

const CodeEditor = lazy(async () => ({ default: (await import("./code-editor")).CodeEditor }));

/** As it was chosen last: texts that are not applied are found again in it. */
const useFormat = create<{ readonly format: TextFormat }>(() => ({ format: "json" }));

/** The node as it stands in the document. What can be read is applied at once, and what is done elsewhere shows here. */
export function NodeText({ node, document, edit }: InspectorProps & { node: WorkflowNode }) {
  const { t } = useTranslation("inspector");
  const format = useFormat((state) => state.format);
  const [typed, setTyped] = useState("");
  const [kept, keep] = useUnapplied(`${document.name}/text/${node.id}/${format}`);
  const present = node as unknown as Json;
  const unapplied = kept !== undefined && isEqual(kept.instead, present) ? kept : undefined;
  const why = unapplied?.why;
  // One's own edit comes back as it was typed; another's is shown.
  const written = useMemo(
    () => (isEqual(readable(typed, format), present) ? typed : writeText(present, format)),
    [typed, format, present],
  );
  const text = unapplied?.text ?? written;
  const change = (next: string) => {
    const refuse = (why: string) => keep({ text: next, why, instead: present });
    try {
      const value = parseText(next, format);
      if (!isObject(value)) return refuse(t("text.noObject"));
      if (value["id"] !== node.id) return refuse(t("text.sameId", { id: node.id }));
      keep();
      setTyped(next);
      edit("text", replaceNode(document, node.id, value), `${node.id}/text`);
    } catch (error) {
      refuse(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
    }
  };
  const label = t("text.label", { format: format.toUpperCase() });
  return (
    <div className="flex flex-col gap-2" data-path="">
      <Select
        aria-label={t("text.format")}
        className="!h-7 !w-auto self-start !text-xs"
        value={format}
        onChange={(event) => useFormat.setState({ format: event.target.value as TextFormat })}
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
