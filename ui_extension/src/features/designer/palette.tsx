import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActivityIcon } from "@/canvas/icons";
import { DRAGGED_ACTIVITY } from "@/canvas/workflow-canvas";
import type { Activity } from "@/core/catalogue/activity";
import { Input } from "@/ui/field";
import { useFoundSteps } from "./use-found-steps";

/** All steps by category: dragged onto the canvas, or added by a click. */
export function Palette({ onChoose }: { onChoose: (activity: Activity) => void }) {
  const { t } = useTranslation("designer");
  const [search, setSearch] = useState("");
  const categories = useFoundSteps(search);
  return (
    <div className="flex flex-col gap-2 p-3">
      <Input
        type="search"
        aria-label={t("add.search")}
        placeholder={t("add.search")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <p className="text-xs text-muted">
        {categories.length === 0 ? t("add.none", { search }) : t("add.drag")}
      </p>
      {categories.map(([category, entries]) => (
        <section key={category} aria-label={category}>
          <h3 className="px-1 py-1 text-xs font-semibold text-muted">{category}</h3>
          {entries.map((activity) => (
            <button
              key={activity.type}
              type="button"
              draggable
              title={activity.summary}
              className="flex w-full cursor-grab items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover"
              onDragStart={(event) => {
                event.dataTransfer.setData(DRAGGED_ACTIVITY, activity.type);
                event.dataTransfer.effectAllowed = "copy";
              }}
              onClick={() => onChoose(activity)}
            >
              <span className="text-muted">
                <ActivityIcon name={activity.icon} />
              </span>
              {activity.title}
            </button>
          ))}
        </section>
      ))}
    </div>
  );
}
