import { useTranslation } from "react-i18next";
import { readDocument } from "@/core/document/reading";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { loadDraft } from "./drafts";
import { useDesignerStore } from "./store";
import type { Autosave } from "./use-autosave";

/** Two people have saved the same draft: one version goes on, chosen by the person. */
export function ConflictDialog({ autosave }: { autosave: Autosave }) {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  const keepMine = async () => autosave.overwrite((await loadDraft(store.getState().name)).revision);
  const takeTheirs = async () => {
    const theirs = await loadDraft(store.getState().name);
    const read = readDocument(theirs.document);
    if ("document" in read) store.getState().adopt(read.document);
    autosave.goOnFrom(theirs.revision);
  };
  return (
    <Dialog
      isOpen={autosave.status === "conflict"}
      onClose={() => undefined}
      title={t("conflict.title")}
      about={t("conflict.about")}
      actions={
        <>
          <Button onClick={takeTheirs}>{t("conflict.theirs")}</Button>
          <Button look="primary" onClick={keepMine}>
            {t("conflict.mine")}
          </Button>
        </>
      }
    />
  );
}
