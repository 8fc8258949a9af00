import { Bookmark } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { Menu, MenuItem, MenuLine } from "@/ui/menu";
import { forgetView, savedViews, saveView } from "./saved-views";
import type { ExecutionSearch } from "./search";

type Props = { search: ExecutionSearch; onSearch: (search: ExecutionSearch) => void };

const GIVEN = [
  { key: "failing", search: { status: "failed", ended: "24h" } },
  { key: "needs", search: { status: "waiting,paused,stalled" } },
  { key: "open", search: { status: "queued,running,waiting" } },
] as const;

/** Views to go to with one choice: three that are given, and one's own. */
export function Views({ search, onSearch }: Props) {
  const { t } = useTranslation("executions");
  const [views, setViews] = useState(savedViews);
  const [name, setName] = useState<string>();
  const current = views.find((view) => JSON.stringify(view.search) === JSON.stringify(search));
  return (
    <>
      <Menu
        trigger={
          <Button icon={<Bookmark size={15} aria-hidden />}>{current?.name ?? t("views.button")}</Button>
        }
      >
        {GIVEN.map((view) => (
          <MenuItem key={view.key} onSelect={() => onSearch(view.search)}>
            {t(`views.${view.key}`)}
          </MenuItem>
        ))}
        {views.length > 0 && <MenuLine />}
        {views.map((view) => (
          <MenuItem key={view.name} onSelect={() => onSearch(view.search)}>
            {view.name}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => setName("")} disabled={Object.keys(search).length === 0}>
          {t("views.save")}
        </MenuItem>
        {current && (
          <MenuItem onSelect={() => setViews(forgetView(current.name))}>
            {t("views.forget", { name: current.name })}
          </MenuItem>
        )}
      </Menu>
      {name !== undefined && (
        <FormDialog
          title={t("views.save")}
          submit={t("views.do")}
          isDisabled={!name.trim()}
          onSubmit={() => {
            setViews(saveView({ name: name.trim(), search }));
            setName(undefined);
          }}
          onClose={() => setName(undefined)}
        >
          <Field label={t("views.name")}>
            {(wiring) => (
              <Input
                {...wiring}
                value={name}
                maxLength={60}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </FormDialog>
      )}
    </>
  );
}
