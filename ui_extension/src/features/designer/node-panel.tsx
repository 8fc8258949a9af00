import { useState } from "react";
import { useTranslation } from "react-i18next";
import { renameNode, setField } from "@/core/document/commands/nodes";
import { isNodeId } from "@/core/document/ids";
import { indexOf } from "@/core/document/scopes";
import type { Json } from "@/core/json/json";
import { parseJson } from "@/core/json/parse";
import { writeJson } from "@/core/json/write";
import { Field, Input, TextArea } from "@/ui/field";
import type { InspectorProps } from "./inspector-slot";

/** A node's title, id and configuration, the last as text. */
export function NodePanel({ node, document, diagnostics, edit, show }: InspectorProps) {
  const { t } = useTranslation("designer");
  const [id, setId] = useState(node.id);
  const [text, setText] = useState(() => writeJson((node.with ?? {}) as Json, 2));
  const [isBad, setBad] = useState(false);
  const wrongId =
    id === node.id
      ? undefined
      : !isNodeId(id)
        ? t("node.idBad")
        : indexOf(document).nodes.has(id)
          ? t("node.idTaken")
          : undefined;

  const rename = () => {
    if (id === node.id || wrongId !== undefined) return setId(node.id);
    edit("rename", renameNode(document, node.id, id));
    show(id);
  };
  const change = (next: string) => {
    setText(next);
    try {
      const value = parseJson(next);
      edit("configure", setField(node.id, ["with"], value), `${node.id}/with`);
      setBad(false);
    } catch {
      setBad(true);
    }
  };
  return (
    <section aria-label={t("node.label", { id: node.id })} className="flex flex-col gap-3 p-4">
      <Field label={t("node.title")}>
        {(wiring) => (
          <Input
            {...wiring}
            value={node.title ?? ""}
            onChange={(event) =>
              edit("title", setField(node.id, ["title"], event.target.value || undefined), `${node.id}/title`)
            }
          />
        )}
      </Field>
      <Field label={t("node.id")} error={wrongId}>
        {(wiring) => (
          <Input
            {...wiring}
            className="font-mono"
            value={id}
            onChange={(event) => setId(event.target.value)}
            onBlur={rename}
            onKeyDown={(event) => event.key === "Enter" && rename()}
          />
        )}
      </Field>
      <Field label={t("node.with")} error={isBad ? t("node.bad") : undefined}>
        {(wiring) => (
          <TextArea
            {...wiring}
            rows={14}
            className="font-mono !text-xs"
            value={text}
            spellCheck={false}
            onChange={(event) => change(event.target.value)}
          />
        )}
      </Field>
      <ul className="flex flex-col gap-1">
        {diagnostics.map((one) => (
          <li
            key={`${one.code}${one.pointer}${one.message}`}
            className={one.severity === "error" ? "text-xs text-danger" : "text-xs text-warning"}
          >
            {one.message} {one.hint}
          </li>
        ))}
      </ul>
    </section>
  );
}
