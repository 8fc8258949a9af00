import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { workflowsQuery } from "@/api/workflows";
import { Button } from "@/ui/button";
import { Input, Select } from "@/ui/field";
import { type ExecutionSearch, SINCE } from "./search";

type Props = { search: ExecutionSearch; onSearch: (search: ExecutionSearch) => void };

const STATUSES = [
  "queued",
  "running",
  "waiting",
  "paused",
  "cancelling",
  "compensating",
  "stalled",
  "completed",
  "failed",
  "cancelled",
  "compensated",
] as const;
const TYPING_MS = 300;

export function Filters({ search, onSearch }: Props) {
  const { t } = useTranslation(["executions", "ui"]);
  const workflows = useQuery(workflowsQuery());
  const set = (change: ExecutionSearch) => onSearch({ ...search, ...change });
  return (
    <search className="grid grid-cols-2 gap-2 md:flex md:flex-wrap md:items-center">
      <Typed
        label={t("filter.text")}
        value={search.text}
        onChange={(text) => set({ text })}
        className="col-span-2 md:w-56"
      />
      <Select
        aria-label={t("filter.status")}
        value={search.status ?? ""}
        onChange={(event) => set({ status: event.target.value || undefined })}
        className="md:!w-40"
      >
        <option value="">{t("filter.anyStatus")}</option>
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {t(`ui:status.${status}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("filter.workflow")}
        value={search.workflow ?? ""}
        onChange={(event) => set({ workflow: event.target.value || undefined })}
        className="md:!w-44"
      >
        <option value="">{t("filter.anyWorkflow")}</option>
        {workflows.data?.items.map((one) => (
          <option key={one.name} value={one.name}>
            {one.title || one.name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("filter.since")}
        value={search.since ?? ""}
        onChange={(event) => set({ since: event.target.value || undefined })}
        className="md:!w-36"
      >
        <option value="">{t("filter.anyTime")}</option>
        {SINCE.map((span) => (
          <option key={span} value={span}>
            {t(`filter.span.${span}` as "filter.span.1h")}
          </option>
        ))}
      </Select>
      <Typed
        label={t("filter.attr")}
        value={search.attr}
        onChange={(attr) => set({ attr })}
        className="md:w-48"
      />
      {Object.keys(search).length > 0 && (
        <Button look="quiet" onClick={() => onSearch({})}>
          {t("clear")}
        </Button>
      )}
    </search>
  );
}

type TypedProps = {
  label: string;
  value: string | undefined;
  onChange: (text: string | undefined) => void;
  className: string;
};

/** Asks when typing pauses, not at every key. */
function Typed({ label, value = "", onChange, className }: TypedProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text || undefined), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <div className={className}>
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
