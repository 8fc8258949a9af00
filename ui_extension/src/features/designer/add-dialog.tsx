import { Command } from "cmdk";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActivityIcon } from "@/canvas/icons";
import type { Activity } from "@/core/catalogue/activity";
import { Dialog } from "@/ui/dialog";
import { useFoundSteps } from "./use-found-steps";

type Props = {
  isOpen: boolean;
  /** The step that the new one will follow. */
  behind: string | null;
  onClose: () => void;
  onChoose: (activity: Activity) => void;
};

/** Search for a step and add it, by keyboard alone if one likes. */
export function AddDialog({ isOpen, behind, onClose, onChoose }: Props) {
  const { t } = useTranslation("designer");
  const [search, setSearch] = useState("");
  const categories = useFoundSteps(search);
  const close = () => {
    setSearch("");
    onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t("add.title")}
      about={behind === null ? undefined : t("add.behind", { node: behind })}
    >
      <Command label={t("add.search")} shouldFilter={false} className="flex flex-col gap-2 pb-3">
        <Command.Input
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder={t("add.search")}
          className="h-9 w-full rounded-md border border-line-control bg-surface px-3 text-sm"
        />
        <Command.List label={t("side.add")} className="max-h-[50vh] overflow-y-auto">
          <Command.Empty className="p-4 text-sm text-muted">{t("add.none", { search })}</Command.Empty>
          {categories.map(([category, entries]) => (
            <Command.Group key={category} heading={category} className="text-xs text-muted">
              {entries.map((activity) => (
                <Command.Item
                  key={activity.type}
                  value={activity.type}
                  onSelect={() => {
                    close();
                    onChoose(activity);
                  }}
                  className="flex cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 text-text data-[selected=true]:bg-hover"
                >
                  <ActivityIcon name={activity.icon} />
                  <span className="text-sm font-medium">{activity.title}</span>
                  <span className="min-w-0 flex-1 truncate text-xs text-muted">{activity.summary}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}
