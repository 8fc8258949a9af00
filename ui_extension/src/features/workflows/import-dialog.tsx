import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { useImport } from "@/api/workflows";
import { Field } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { notify } from "@/ui/toast-store";

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("workflows");
  const navigate = useNavigate();
  const bring = useImport();
  const [file, setFile] = useState<File>();
  // A file that was changed since it was chosen cannot be read any more, and has to be chosen anew.
  const [goneAt, setGoneAt] = useState(0);
  const send = async () => {
    if (!file) return;
    const text = await file.text().catch(() => null);
    if (text === null) {
      bring.reset();
      setFile(undefined);
      return setGoneAt(Date.now());
    }
    setGoneAt(0);
    const format = /\.ya?ml$/i.test(file.name) ? "yaml" : "json";
    const published = await bring.mutateAsync({ text, format });
    notify({ tone: "success", title: t("import.done", { version: published.version.version }) });
    onClose();
    await navigate({ to: "/workflows/$name", params: { name: published.name } });
  };
  return (
    <FormDialog
      title={t("import.title")}
      about={t("import.about")}
      submit={t("import.do")}
      isBusy={bring.isPending}
      isDisabled={!file}
      problem={bring.error && told(bring.error)}
      onSubmit={() => void send().catch(() => {})}
      onClose={onClose}
    >
      <Field label={t("import.file")} error={goneAt > 0 && !file ? t("import.gone") : undefined}>
        {(wiring) => (
          <input
            {...wiring}
            // The same file is chosen anew only where none is.
            key={goneAt}
            type="file"
            accept=".json,.yaml,.yml"
            className="text-sm"
            onChange={(event) => {
              bring.reset();
              setFile(event.target.files?.[0]);
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
