import { clsx } from "clsx";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "@/core/catalogue/activity";
import type { End } from "@/core/graph/ends";
import { Outline } from "./outline";
import { Palette } from "./palette";
import { Problems } from "./problems";
import { useDesigner } from "./store";

export const SIDES = ["add", "outline", "problems"] as const;
export type Side = (typeof SIDES)[number];

type Props = {
  side: Side;
  /** On a narrow screen: it stands up from below. */
  isUp: boolean;
  onSide: (side: Side) => void;
  onChoose: (activity: Activity) => void;
  onAddBehind: (id: string) => void;
  onConnect: (from: End, to: string) => void;
};

/** Beside the canvas: what can be added, what there is, what is wrong. */
export const SidePanel = memo(function SidePanel({ side, isUp, onSide, onChoose, ...outline }: Props) {
  const { t } = useTranslation("designer");
  const errors = useDesigner((state) => state.diagnostics.filter((one) => one.severity === "error").length);
  return (
    <aside
      aria-label={t("side.label")}
      className={clsx(
        "flex w-64 shrink-0 flex-col border-r border-line bg-surface",
        "max-lg:order-last max-lg:h-[55%] max-lg:w-full max-lg:border-t max-lg:border-r-0",
        !isUp && "max-lg:hidden",
      )}
    >
      <div role="tablist" aria-label={t("side.label")} className="flex border-b border-line max-lg:hidden">
        {SIDES.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`side-${one}`}
            aria-selected={side === one}
            aria-controls="side-panel"
            className="flex-1 border-b-2 border-transparent px-2 py-2 text-xs aria-selected:border-accent aria-selected:font-medium"
            onClick={() => onSide(one)}
          >
            {t(`side.${one}`)}
            {one === "problems" && errors > 0 && (
              <span
                className="ml-1 rounded bg-danger-soft px-1 text-danger"
                title={t("problems.errors", { count: errors })}
              >
                {errors}
              </span>
            )}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id="side-panel"
        aria-labelledby={`side-${side}`}
        className="min-h-0 flex-1 overflow-y-auto"
      >
        {side === "add" && <Palette onChoose={onChoose} />}
        {side === "outline" && <Outline {...outline} />}
        {side === "problems" && <Problems />}
      </div>
    </aside>
  );
});
