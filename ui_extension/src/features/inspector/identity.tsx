import { CircleHelp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "@/core/catalogue/activity";
import { renameNode, setField } from "@/core/document/commands/nodes";
import { isNodeId } from "@/core/document/ids";
import type { WorkflowNode } from "@/core/document/schema.gen";
import { indexOf } from "@/core/document/scopes";
import { Field, Input, TextArea } from "@/ui/field";
import { Explanation } from "./explanation";
import type { InspectorProps } from "./inspector";

type Props = InspectorProps & { node: WorkflowNode; activity: Activity | undefined };

/** What a node is called, what it is, and what somebody wrote about it. */
export function Identity({ node, activity, document, edit, show }: Props) {
  const { t } = useTranslation("inspector");
  const [id, setId] = useState(node.id);
  const wrong =
    id === node.id
      ? undefined
      : !isNodeId(id)
        ? t("node.idBad")
        : indexOf(document).nodes.has(id)
          ? t("node.idTaken")
          : undefined;
  const rename = () => {
    if (id === node.id || wrong !== undefined) return setId(node.id);
    edit("rename", renameNode(document, node.id, id));
    show(id);
  };
  const write = (key: "title" | "note", text: string) =>
    edit(key, setField(node.id, [key], text === "" ? undefined : text), `${node.id}/${key}`);
  return (
    <header className="flex flex-col gap-2">
      <details className="group">
        <summary
          className="flex cursor-pointer list-none items-center gap-1 text-xs text-muted"
          title={t("node.help")}
        >
          <span className="truncate">{activity?.title ?? node.type}</span>
          <CircleHelp size={13} aria-label={t("node.help")} />
        </summary>
        <div className="mt-1 max-h-64 overflow-auto rounded-md bg-sunken p-2 text-xs">
          <Explanation markdown={`${activity?.summary ?? ""}\n\n${activity?.help ?? ""}`} />
        </div>
      </details>
      <Field label={t("node.title")}>
        {(wiring) => (
          <Input
            {...wiring}
            value={node.title ?? ""}
            onChange={(event) => write("title", event.target.value)}
          />
        )}
      </Field>
      <details open={node.note !== undefined && node.note !== null}>
        <summary className="cursor-pointer text-xs text-muted">{t("node.more")}</summary>
        <div className="mt-2 flex flex-col gap-2">
          <Field label={t("node.id")} error={wrong}>
            {(wiring) => (
              <Input
                {...wiring}
                className="font-mono !text-xs"
                value={id}
                onChange={(event) => setId(event.target.value)}
                onBlur={rename}
                onKeyDown={(event) => event.key === "Enter" && rename()}
              />
            )}
          </Field>
          <Field label={t("node.note")}>
            {(wiring) => (
              <TextArea
                {...wiring}
                rows={2}
                value={node.note ?? ""}
                onChange={(event) => write("note", event.target.value)}
              />
            )}
          </Field>
        </div>
      </details>
    </header>
  );
}
