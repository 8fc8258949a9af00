import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { useBodyName } from "../body-name";
import type { AreaNode } from "../mapping";

/** `isTarget`: what is dragged would go in here. */
export function AreaLook({ data, isTarget }: { data: AreaNode["data"]; isTarget: boolean }) {
  const { t } = useTranslation("canvas");
  const bodyName = useBodyName();
  return (
    <div
      className={clsx(
        "h-full w-full rounded-md border border-dashed",
        isTarget ? "border-accent bg-selected ring-2 ring-accent/40" : "border-line-control/60 bg-canvas",
      )}
      data-target={isTarget || undefined}
    >
      <span className="block px-3 py-1 text-xs font-medium text-muted">{bodyName(data.body)}</span>
      {data.isEmpty && <span className="block pt-6 text-center text-xs text-muted">{t("emptyBody")}</span>}
    </div>
  );
}
