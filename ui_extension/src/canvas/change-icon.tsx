import { Minus, Pencil, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Change } from "./mapping";

const ICONS = { added: Plus, removed: Minus, changed: Pencil } as const;
const TONES = {
  added: "bg-success-soft text-success",
  removed: "bg-danger-soft text-danger",
  changed: "bg-warning-soft text-warning",
} as const;

/** How something differs, by shape and by colour. */
export function ChangeIcon({ change }: { change: Change }) {
  const { t } = useTranslation("canvas");
  const Icon = ICONS[change];
  return (
    <span
      role="img"
      aria-label={t(`change.${change}`)}
      title={t(`change.${change}`)}
      className={`inline-flex size-5 shrink-0 items-center justify-center rounded ${TONES[change]}`}
    >
      <Icon size={13} aria-hidden strokeWidth={2.5} />
    </span>
  );
}
