import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useDeleteDraft } from "@/api/drafts";
import { told } from "@/api/problem";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ProblemNotice } from "@/ui/problem-notice";
import { notify } from "@/ui/toast-store";

/** `version` is the current one; null while nothing is published: then nothing of the workflow is left. */
type Props = { name: string; revision: number; version: string | null; onClose: () => void };

export function DiscardDialog({ name, revision, version, onClose }: Props) {
  const { t } = useTranslation("workflows");
  const navigate = useNavigate();
  const discard = useDeleteDraft(name);
  const onSuccess = () => {
    notify({ tone: "success", title: t("discard.done", { name }) });
    onClose();
    if (version === null) void navigate({ to: "/workflows" });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("discard.title", { name })}
      about={version === null ? t("discard.all") : t("discard.changes", { version })}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            look="danger"
            isBusy={discard.isPending}
            onClick={() => discard.mutate(revision, { onSuccess })}
          >
            {t("discard.button")}
          </Button>
        </>
      }
    >
      {discard.error && <ProblemNotice {...told(discard.error)} />}
    </Dialog>
  );
}
