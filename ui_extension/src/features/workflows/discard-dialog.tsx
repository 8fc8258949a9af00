import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useDeleteDraft } from "@/api/drafts";
import { told } from "@/api/problem";
import { FormDialog } from "@/ui/form-dialog";
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
    <FormDialog
      title={t("discard.title", { name })}
      about={version === null ? t("discard.all") : t("discard.changes", { version })}
      submit={t("discard.button")}
      look="danger"
      isBusy={discard.isPending}
      problem={discard.error && told(discard.error)}
      onSubmit={() => discard.mutate(revision, { onSuccess })}
      onClose={onClose}
    />
  );
}
