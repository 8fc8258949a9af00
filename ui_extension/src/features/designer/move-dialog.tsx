import { Command } from "cmdk";
import { BoxSelect, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";
import { scopesFor } from "@/core/document/commands/move";
import { ROOT, type Scope } from "@/core/document/scopes";
import { Dialog } from "@/ui/dialog";
import { movedInto, type Telling } from "./moving";
import { useScopeName } from "./scope-names";
import { drawn, useDesigner, useDesignerStore } from "./store";

/** Where the selected steps shall go: every body that may take them, and the workflow itself. */
export function MoveDialog({ tell, onClose }: { tell: Telling; onClose: () => void }) {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  const document = useDesigner((state) => state.document);
  const chosen = useDesigner((state) => state.selection.nodes);
  const nameOf = useScopeName();
  const ids = drawn(chosen);
  const choose = (scope: Scope) => {
    onClose();
    movedInto(store.getState(), ids, scope, tell);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("move.title", { count: ids.length })} about={t("move.about")}>
      <Command label={t("move.search")} className="flex flex-col gap-2 pb-3">
        <Command.Input
          autoFocus
          placeholder={t("move.search")}
          className="h-9 w-full rounded-md border border-line-control bg-surface px-3 text-sm"
        />
        <Command.List label={t("move.found")} className="max-h-[50vh] overflow-y-auto">
          <Command.Empty className="p-4 text-sm text-muted">{t("move.none")}</Command.Empty>
          {scopesFor(document, ids).map((scope) => (
            <Command.Item
              key={scope}
              value={`${nameOf(scope)} ${scope}`}
              onSelect={() => choose(scope)}
              className="flex cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 text-sm data-[selected=true]:bg-hover"
            >
              <span className="text-muted">
                {scope === ROOT ? <Workflow size={16} aria-hidden /> : <BoxSelect size={16} aria-hidden />}
              </span>
              {nameOf(scope)}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}
