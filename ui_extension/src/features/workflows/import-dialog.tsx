import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { useImport } from "@/api/workflows";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNotice } from "@/ui/problem-notice";
import { notify } from "@/ui/toast-store";

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("workflows");
  const navigate = useNavigate();
  const bring = useImport();
  const [file, setFile] = useState<File>();
  const send = async () => {
    if (!file) return;
    const text = await file.text();
    const format = /\.ya?ml$/i.test(file.name) ? "yaml" : "json";
    const published = await bring.mutateAsync({ text, format });
    notify({ tone: "success", title: t("import.done", { version: published.version.version }) });
    onClose();
    await navigate({ to: "/workflows/$name", params: { name: published.name } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("import.title")}
      about={t("import.about")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            look="primary"
            disabled={!file}
            isBusy={bring.isPending}
            onClick={() => void send().catch(() => {})}
          >
            {t("import.do")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t("import.file")}>
          {(wiring) => (
            <input
              {...wiring}
              type="file"
              accept=".json,.yaml,.yml"
              className="text-sm"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          )}
        </Field>
        {bring.error && <ProblemNotice {...told(bring.error)} />}
      </div>
    </Dialog>
  );
}
