import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { usePublish, versionDiffQuery, versionsQuery } from "@/api/workflows";
import { allowed, type Bump, raised } from "@/core/version";
import { Field, Select, TextArea } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { notify } from "@/ui/toast-store";
import { Comparison } from "./comparison";

/** `version` is the current one; null while nothing is published. */
type Props = { name: string; version: string | null; onClose: () => void };

/**
 * Make the draft the next version: which one the changes demand, and what the release notes say. People see what changes
 * for new executions; the number rises from the highest, which after going back is another than the current one.
 */
export function PublishDialog({ name, version, onClose }: Props) {
  const { t } = useTranslation("workflows");
  const isFirst = version === null;
  const versions = useQuery({ ...versionsQuery(name), enabled: !isFirst });
  const highest = versions.data?.[0]?.version ?? version;
  const fromCurrent = useQuery({
    ...versionDiffQuery(name, version ?? ""),
    enabled: !isFirst,
    retry: false,
  });
  const fromHighest = useQuery({
    ...versionDiffQuery(name, highest ?? ""),
    enabled: versions.isSuccess,
    retry: false,
  });
  const isSame = fromCurrent.data?.changes.length === 0;
  const isHighest = fromHighest.data?.changes.length === 0;
  const least: Bump = fromHighest.data?.bump ?? "patch";
  const [chosen, setChosen] = useState<Bump>();
  const [note, setNote] = useState("");
  const publish = usePublish(name);
  const part = chosen && allowed(least).includes(chosen) ? chosen : least;
  const send = () =>
    publish.mutate(
      { atLeast: part, note },
      {
        onSuccess: (done) => {
          const title = t(done.created ? "publish.done" : "publish.same", { version: done.version.version });
          notify({ tone: "success", title });
          onClose();
        },
      },
    );
  return (
    <FormDialog
      size={version ? "wide" : "large"}
      title={t("publish.title")}
      about={t("publish.about")}
      submit={t("publish.do", { version: isHighest ? highest : raised(highest, part) })}
      isBusy={publish.isPending}
      isDisabled={isSame || (!isFirst && fromHighest.isPending)}
      problem={publish.error && told(publish.error)}
      onSubmit={send}
      onClose={onClose}
    >
      <div className={version ? "grid gap-4 sm:grid-cols-[16rem_1fr]" : ""}>
        {version && !isHighest && (
          <Field label={t("column.version")} hint={t(`publish.why.${least}`)}>
            {(wiring) => (
              <Select {...wiring} value={part} onChange={(event) => setChosen(event.target.value as Bump)}>
                {allowed(least).map((one) => (
                  <option key={one} value={one}>
                    {t(`publish.part.${one}`, { version: raised(highest, one) })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Field label={t("publish.notes")} hint={t("publish.notesHint")}>
          {(wiring) => (
            <TextArea
              {...wiring}
              value={note}
              maxLength={2_000}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
      {version && (
        <section>
          <h3 className="pb-2 text-sm font-medium">{t("publish.changes", { version })}</h3>
          <Comparison name={name} before={version} after="draft" />
        </section>
      )}
    </FormDialog>
  );
}
