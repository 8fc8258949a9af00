import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { AreaNode } from "../mapping";

/** A body of a container: a graph of its own, whose border no edge crosses. */
export const Area = memo(function Area({ data }: NodeProps<AreaNode>) {
  const { t } = useTranslation("canvas");
  const name = data.body === "body" || data.body === "catch" ? t(`body.${data.body}`) : data.body;
  return (
    <div className="h-full w-full rounded-md border border-dashed border-line-control/60 bg-canvas">
      <span className="block px-3 py-1 text-xs font-medium text-muted">{name}</span>
      {data.isEmpty && <span className="block pt-6 text-center text-xs text-muted">{t("emptyBody")}</span>}
    </div>
  );
});
