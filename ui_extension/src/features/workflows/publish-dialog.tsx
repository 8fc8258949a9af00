import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { usePublish, versionDiffQuery } from "@/api/workflows";
import { allowed, type Bump, raised } from "@/core/version";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Select, TextArea } from "@/ui/field";
import { ProblemNotice } from "@/ui/problem-notice";
import { notify } from "@/ui/toast-store";
import { Comparison } from "./comparison";

type Props = { name: string; version: string | null; onClose: () => void };

/** Make the draft the next version: which one the changes demand, and what the release notes say. */
export function PublishDialog({ name, version, onClose }: Props) {
  const { t } = useTranslation("workflows");
  const diff = useQuery({
    ...versionDiffQuery(name, version ?? ""),
    enabled: version !== null,
    retry: false,
  });
  const least: Bump = diff.data?.bump ?? "patch";
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
    <Dialog
      isOpen
      onClose={onClose}
      size={version ? "wide" : "large"}
      title={t("publish.title")}
      about={t("publish.about")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="primary" isBusy={publish.isPending} onClick={send}>
            {t("publish.do", { version: raised(version, part) })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className={version ? "grid gap-4 sm:grid-cols-[16rem_1fr]" : ""}>
          {version && (
            <Field label={t("column.version")} hint={t(`publish.why.${least}`)}>
              {(wiring) => (
                <Select {...wiring} value={part} onChange={(event) => setChosen(event.target.value as Bump)}>
                  {allowed(least).map((one) => (
                    <option key={one} value={one}>
                      {t(`publish.part.${one}`, { version: raised(version, one) })}
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
        {publish.error && <ProblemNotice {...told(publish.error)} />}
        {version && (
          <section>
            <h3 className="pb-2 text-sm font-medium">{t("publish.changes", { version })}</h3>
            <Comparison name={name} before={version} after="draft" />
          </section>
        )}
      </div>
    </Dialog>
  );
}
