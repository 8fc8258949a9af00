import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { begun } from "@/core/templates";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Page, Panel } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { type Backup, textOf } from "./backup";
import { saveDraft } from "./drafts";
import { openedQuery } from "./opened-query";

/** Stands where neither a draft nor a workflow is: nothing is made of a name before a person says so. */
export function Missing({ name, kept }: { name: string; kept: Backup | null }) {
  const { t } = useTranslation("designer");
  const cache = useQueryClient();
  const create = useMutation({
    // Made by somebody else meanwhile: then that is opened.
    mutationFn: () => saveDraft(name, kept?.text ?? textOf(begun("blank", name, name)), null),
    onSuccess: () =>
      Promise.all([cache.invalidateQueries({ queryKey: ["drafts"] }), cache.resetQueries(openedQuery(name))]),
  });
  return (
    <Page title={name}>
      {create.error && <ProblemNotice {...told(create.error)} />}
      <Panel>
        <EmptyState
          title={t("missing.title", { name })}
          actions={
            <Button look="primary" isBusy={create.isPending} onClick={() => create.mutate()}>
              {t(kept === null ? "missing.create" : "missing.again")}
            </Button>
          }
        >
          {t(kept === null ? "missing.hint" : "missing.kept")}
        </EmptyState>
      </Panel>
    </Page>
  );
}
