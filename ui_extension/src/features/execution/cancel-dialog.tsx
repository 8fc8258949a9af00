import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCancel } from "@/api/execution";
import { told } from "@/api/problem";
import { Checkbox, Field, Input } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";

/** Ask before it is ended, and whether what was done is to be undone. */
export function CancelDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("execution");
  const [reason, setReason] = useState("");
  const [compensate, setCompensate] = useState(true);
  const cancel = useCancel(id);
  const end = () =>
    cancel.mutate({ reason: reason || null, compensate, force: false }, { onSuccess: onClose });
  return (
    <FormDialog
      title={t("cancel.title")}
      about={t("cancel.about")}
      submit={t("cancel.do")}
      look="danger"
      cancel={t("cancel.keep")}
      isBusy={cancel.isPending}
      problem={cancel.error && told(cancel.error)}
      onSubmit={end}
      onClose={onClose}
    >
      <Field label={t("cancel.reason")}>
        {(props) => (
          <Input
            {...props}
            value={reason}
            maxLength={2_000}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Checkbox
        label={t("cancel.undo")}
        checked={compensate}
        onChange={(event) => setCompensate(event.target.checked)}
      />
    </FormDialog>
  );
}
