import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeOf, scopeOfNode } from "@/core/document/commands/nodes";
import { indexOf } from "@/core/document/scopes";
import type { End } from "@/core/graph/ends";
import { mayConnect } from "@/core/graph/legality";
import { FAILURE_PORTS, portsOf } from "@/core/graph/ports";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { useDesigner } from "./store";

type Props = {
  from: string;
  /** With what was chosen, unless the person has thought better of it. */
  onClose: (edge?: { from: End; to: string }) => void;
};

/** Draws an edge without a pointer: the way out, and where to. Only what is legal can be chosen. */
export function ConnectDialog({ from, onClose }: Props) {
  const { t } = useTranslation("designer");
  const document = useDesigner((state) => state.document);
  const catalogue = useDesigner((state) => state.catalogue);
  const node = nodeOf(document, from);
  const ports = [
    ...(node === undefined ? [] : portsOf(node, catalogue.get(node.type)).map((port) => port.name)),
    ...FAILURE_PORTS,
  ];
  const [port, setPort] = useState(ports[0] ?? "out");
  const scope = scopeOfNode(document, from);
  const targets = (indexOf(document).graphs.get(scope)?.nodes ?? []).filter(
    (one) => mayConnect(document, catalogue, { node: from, port }, one.id).legal,
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const target = targets.find((one) => one.id === chosen) ?? targets[0];
  const done = () => {
    if (target === undefined) return;
    onClose({ from: { node: from, port }, to: target.id });
  };
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title={t("outline.connect", { node: node?.title ?? from })}
      actions={
        <Button look="primary" disabled={target === undefined} onClick={done}>
          {t("outline.connectDo")}
        </Button>
      }
    >
      <div className="flex flex-col gap-3 pb-2">
        <Field label={t("outline.connectPort")}>
          {(wiring) => (
            <Select {...wiring} value={port} onChange={(event) => setPort(event.target.value)}>
              {[...new Set(ports)].map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={t("outline.connectTarget")}
          error={target === undefined ? t("outline.noTarget") : undefined}
        >
          {(wiring) => (
            <Select {...wiring} value={target?.id ?? ""} onChange={(event) => setChosen(event.target.value)}>
              {targets.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.title ?? one.id}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </Dialog>
  );
}
