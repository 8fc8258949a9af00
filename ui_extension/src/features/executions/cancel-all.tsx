import { Ban } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCancelAll } from "@/api/execution";
import { told } from "@/api/problem";
import type { Execution } from "@/api/words";
import { isOver } from "@/core/status";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { notify } from "@/ui/toast-store";

/** End all that are shown and not over, after one was asked. */
export function CancelAll({ items }: { items: readonly Execution[] }) {
  const { t } = useTranslation("executions");
  const [ids, setIds] = useState<readonly string[]>();
  const open = items.filter((one) => !isOver(one.status) && one.status !== "cancelling");
  if (open.length === 0 && ids === undefined) return null;
  return (
    <>
      <Button icon={<Ban size={15} aria-hidden />} onClick={() => setIds(open.map((one) => one.id))}>
        {t("cancelAll.button", { count: open.length })}
      </Button>
      {ids && <Ask ids={ids} onClose={() => setIds(undefined)} />}
    </>
  );
}

function Ask({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation("executions");
  const [reason, setReason] = useState("");
  const cancel = useCancelAll();
  const end = () =>
    cancel.mutate(
      { ids, reason: reason || null },
      {
        onSuccess: ({ ended, refused }) => {
          notify({
            tone: refused === 0 ? "success" : "info",
            title: t("cancelAll.done", { count: ended }),
            ...(refused > 0 && { text: t("cancelAll.refused", { count: refused }) }),
          });
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={t("cancelAll.title", { count: ids.length })}
      about={t("cancelAll.about")}
      submit={t("cancelAll.do", { count: ids.length })}
      look="danger"
      cancel={t("cancelAll.keep")}
      isBusy={cancel.isPending}
      problem={cancel.error && told(cancel.error)}
      onSubmit={end}
      onClose={onClose}
    >
      <Field label={t("cancelAll.reason")}>
        {(wiring) => (
          <Input
            {...wiring}
            value={reason}
            maxLength={2_000}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
