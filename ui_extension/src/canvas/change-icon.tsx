import { Minus, Pencil, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Change } from "./mapping";

const ICONS = { added: Plus, removed: Minus, changed: Pencil } as const;
const TONES = {
  added: "bg-success-soft text-success",
  removed: "bg-danger-soft text-danger",
  changed: "bg-warning-soft text-warning",
} as const;

/** How something differs, by shape and by colour; not alone, it stands beside a word that says so. */
export function ChangeIcon({ change, isAlone = true }: { change: Change; isAlone?: boolean }) {
  const { t } = useTranslation("canvas");
  const Icon = ICONS[change];
  const naming = isAlone ? { role: "img", "aria-label": t(`change.${change}`) } : { "aria-hidden": true };
  return (
    <span
      {...naming}
      title={t(`change.${change}`)}
      className={`inline-flex size-5 shrink-0 items-center justify-center rounded ${TONES[change]}`}
    >
      <Icon size={13} aria-hidden strokeWidth={2.5} />
    </span>
  );
}
