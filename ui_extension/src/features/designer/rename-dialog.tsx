import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeOf, setField } from "@/core/document/commands/nodes";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { useDesigner } from "./store";

/** Another title for one step; none: it is called by its id again. */
export function RenameDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("designer");
  const node = useDesigner((state) => nodeOf(state.document, id));
  const edit = useDesigner((state) => state.edit);
  const [title, setTitle] = useState(node?.title ?? "");
  const done = () => {
    edit("title", setField(id, ["title"], title.trim() || undefined));
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("rename", { node: node?.title ?? id })}
      actions={
        <Button look="primary" onClick={done}>
          {t("command.rename")}
        </Button>
      }
    >
      <Field label={t("node.title")}>
        {(wiring) => (
          <Input
            {...wiring}
            autoFocus
            value={title}
            placeholder={id}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setTitle(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && done()}
          />
        )}
      </Field>
    </Dialog>
  );
}
