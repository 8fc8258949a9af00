import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCancel } from "@/api/execution";
import { told } from "@/api/problem";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Checkbox, Field, Input } from "@/ui/field";
import { ProblemNotice } from "@/ui/problem-notice";

/** Ask before it is ended, and whether what was done is to be undone. */
export function CancelDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("execution");
  const [reason, setReason] = useState("");
  const [compensate, setCompensate] = useState(true);
  const cancel = useCancel(id);
  const end = () =>
    cancel.mutate({ reason: reason || null, compensate, force: false }, { onSuccess: onClose });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("cancel.title")}
      about={t("cancel.about")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel.keep")}</Button>
          <Button look="danger" type="submit" form="cancel-execution" isBusy={cancel.isPending}>
            {t("cancel.do")}
          </Button>
        </>
      }
    >
      <form
        id="cancel-execution"
        className="flex flex-col gap-3 py-1"
        onSubmit={(event) => {
          event.preventDefault();
          end();
        }}
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
        {cancel.error && <ProblemNotice {...told(cancel.error)} />}
      </form>
    </Dialog>
  );
}
