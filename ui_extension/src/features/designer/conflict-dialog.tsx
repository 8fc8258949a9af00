import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { readDocument } from "@/core/document/reading";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { loadDraft } from "./drafts";
import { openedQuery } from "./opened-query";
import { useDesignerStore } from "./store";
import type { Autosave } from "./use-autosave";

/** Two people have saved the same draft: one version goes on, chosen by the person. */
export function ConflictDialog({ autosave }: { autosave: Autosave }) {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  const cache = useQueryClient();
  const { name } = store.getState();
  const keepMine = async () => autosave.overwrite((await loadDraft(name))?.revision ?? null);
  const takeTheirs = async () => {
    const theirs = await loadDraft(name);
    // Discarded: the page says so.
    if (theirs === null) return cache.resetQueries(openedQuery(name));
    const read = readDocument(theirs.document);
    if ("document" in read) store.getState().adopt(read.document);
    autosave.goOnFrom(theirs.revision);
  };
  return (
    <Dialog
      isOpen={autosave.status === "conflict"}
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
