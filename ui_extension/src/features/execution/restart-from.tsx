import { useTranslation } from "react-i18next";
import type { ExecutionDetail, Step } from "@/api/words";
import { RestartMenu } from "./restart-menu";

/** Run this step and all behind it again. A step inside a container runs again with the whole container. */
export function RestartFrom({ execution, step }: { execution: ExecutionDetail; step: Step }) {
  const { t } = useTranslation("execution");
  const since = /^[^/[]+/.exec(step.path)?.[0] ?? step.path;
  const label = since === step.path ? t("restart.here") : t("restart.from", { step: since });
  return <RestartMenu execution={execution} since={since} label={label} />;
}
