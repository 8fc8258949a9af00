import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { workflowsQuery } from "@/api/workflows";
import { Button } from "@/ui/button";
import { Chosen } from "./chosen";
import { type ExecutionSearch, MODES, SINCE, STATUSES, wrongIn } from "./search";
import { Typed } from "./typed";

const ENDED = "ended ";
const spanOf = (span: string) => `filter.span.${span}` as "filter.span.1h";

type Props = { search: ExecutionSearch; onSearch: (search: ExecutionSearch) => void };

export function Filters({ search, onSearch }: Props) {
  const { t } = useTranslation(["executions", "ui"]);
  const workflows = useQuery(workflowsQuery());
  const set = (change: ExecutionSearch) => onSearch({ ...search, ...change });
  const wrong = wrongIn(search);
  const statuses = STATUSES.map((status) => [status, t(`ui:status.${status}`)] as const);
  const words = new Map<string, string>(statuses);
  return (
    <search className="grid grid-cols-2 gap-2 md:flex md:flex-wrap md:items-start">
      <Typed
        label={t("filter.text")}
        value={search.text}
        onChange={(text) => set({ text })}
        className="col-span-2 md:min-w-24 md:flex-1"
      />
      <Chosen
        label={t("filter.status")}
        any={t("filter.anyStatus")}
        value={search.status}
        options={statuses}
        unlisted={(several) =>
          several
            .split(",")
            .map((status) => words.get(status) ?? status)
            .join(", ")
        }
        error={wrong.has("status") && t("filter.wrong.status")}
        onChange={(status) => set({ status })}
        className="md:w-40"
      />
      <Chosen
        label={t("filter.workflow")}
        any={t("filter.anyWorkflow")}
        value={search.workflow}
        options={workflows.data?.items.map((one) => [one.name, one.title || one.name] as const) ?? []}
        onChange={(workflow) => set({ workflow })}
        className="md:w-40"
      />
      <Chosen
        label={t("filter.since")}
        any={t("filter.anyTime")}
        value={search.ended ? ENDED + search.ended : search.since}
        options={[
          ...SINCE.map((span) => [span, t("filter.begun", { span: t(spanOf(span)) })] as const),
          ...SINCE.map((span) => [ENDED + span, t("filter.ended", { span: t(spanOf(span)) })] as const),
        ]}
        error={(wrong.has("since") || wrong.has("ended")) && t("filter.wrong.since")}
        onChange={(span) => {
          const isEnded = span?.startsWith(ENDED);
          set({
            since: isEnded ? undefined : span,
            ended: isEnded ? span?.slice(ENDED.length) : undefined,
          });
        }}
        className="md:w-52"
      />
      <Chosen
        label={t("filter.mode")}
        any={t("filter.anyMode")}
        value={search.mode}
        options={MODES.map((mode) => [mode, t(`ui:mode.${mode}`)] as const)}
        onChange={(mode) => set({ mode })}
        className="md:w-32"
      />
      <Typed
        label={t("filter.attr")}
        value={search.attr}
        error={wrong.has("attr") && t("filter.wrong.attr")}
        onChange={(attr) => set({ attr })}
        className="col-span-2 md:min-w-24 md:flex-1"
      />
      {Object.keys(search).length > 0 && (
        <Button look="quiet" onClick={() => onSearch({})}>
          {t("clear")}
        </Button>
      )}
    </search>
  );
}
