import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSaveDraft } from "@/api/drafts";
import { told } from "@/api/problem";
import { begun, isName, nameOf, TEMPLATES, type Template } from "@/core/templates";
import { Field, Input } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";

type Props = { onClose: () => void; taken: readonly string[] };

export function CreateDialog({ onClose, taken }: Props) {
  const { t } = useTranslation("workflows");
  const navigate = useNavigate();
  const save = useSaveDraft();
  const [template, setTemplate] = useState<Template>("blank");
  const [title, setTitle] = useState("");
  const [ownName, setOwnName] = useState<string>();
  const name = ownName ?? nameOf(title);
  const wrong = reasonOf(name, title, taken);
  const create = () =>
    save.mutate(
      { name, document: begun(template, name, title || name) },
      { onSuccess: () => void navigate({ to: "/workflows/$name/design", params: { name } }) },
    );
  return (
    <FormDialog
      size="large"
      title={t("create.title")}
      about={t("create.about")}
      submit={t("create.do")}
      isBusy={save.isPending}
      isDisabled={!name || Boolean(wrong)}
      problem={save.error && told(save.error)}
      onSubmit={create}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("create.name")} isRequired>
          {(wiring) => (
            <Input
              {...wiring}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
              maxLength={120}
            />
          )}
        </Field>
        <Field label={t("create.short")} hint={t("create.shortHint")} error={wrong && t(wrong)}>
          {(wiring) => (
            <Input
              {...wiring}
              value={name}
              onChange={(event) => setOwnName(event.target.value)}
              maxLength={63}
            />
          )}
        </Field>
      </div>
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{t("create.from")}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {(Object.keys(TEMPLATES) as Template[]).map((key) => (
            <label
              key={key}
              className={clsx(
                "flex cursor-pointer items-start gap-2 rounded-lg border p-3 has-focus-visible:outline-2 has-focus-visible:outline-ring",
                key === template ? "border-accent bg-selected" : "border-line hover:bg-hover",
              )}
            >
              <input
                type="radio"
                name="template"
                className="mt-0.5 accent-(--accent)"
                checked={key === template}
                onChange={() => setTemplate(key)}
              />
              <span>
                <span className="block text-sm font-medium">{t(`template.${key}.title`)}</span>
                <span className="block text-xs text-muted">{t(`template.${key}.about`)}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}

/** Why it cannot be made with this short name; nothing is said before something was written. */
function reasonOf(name: string, title: string, taken: readonly string[]) {
  if (!name) return title.trim() ? "create.noName" : undefined;
  if (!isName(name)) return "create.badName";
  return taken.includes(name) ? "create.taken" : undefined;
}
