import type { NodeProps } from "@xyflow/react";
import { clsx } from "clsx";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useDropping } from "../dropping";
import type { AreaNode } from "../mapping";

/** A body of a container: a graph of its own, whose border no edge crosses. */
export const Area = memo(function Area({ id, data }: NodeProps<AreaNode>) {
  const { t } = useTranslation("canvas");
  const isTarget = useDropping((state) => state.scope === id);
  const name = data.body === "body" || data.body === "catch" ? t(`body.${data.body}`) : data.body;
  return (
    <div
      className={clsx(
        "h-full w-full rounded-md border border-dashed",
        isTarget ? "border-accent bg-selected ring-2 ring-accent/40" : "border-line-control/60 bg-canvas",
      )}
      data-target={isTarget || undefined}
    >
      <span className="block px-3 py-1 text-xs font-medium text-muted">{name}</span>
      {data.isEmpty && <span className="block pt-6 text-center text-xs text-muted">{t("emptyBody")}</span>}
    </div>
  );
});
