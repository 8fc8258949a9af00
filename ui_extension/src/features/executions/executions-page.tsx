import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { useTranslation } from "react-i18next";
import { executionsQuery } from "@/api/executions";
import { told } from "@/api/problem";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Page, Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { CancelAll } from "./cancel-all";
import { ExecutionsTable } from "./executions-table";
import { Filters } from "./filters";
import { type ExecutionSearch, filtersOf } from "./search";
import { Views } from "./views";

type Props = { search: ExecutionSearch; onSearch: (search: ExecutionSearch) => void };

export function ExecutionsPage({ search, onSearch }: Props) {
  const { t } = useTranslation("executions");
  const found = useInfiniteQuery(executionsQuery(filtersOf(search)));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrowed = Object.keys(search).length > 0;
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={
        <>
          <CancelAll items={items} />
          <Views search={search} onSearch={onSearch} />
        </>
      }
    >
      <Filters search={search} onSearch={onSearch} />
      {found.error && <ProblemNotice {...told(found.error)} />}
      <Panel>
        {found.isPending ? (
          <Skeleton />
        ) : items.length === 0 ? (
          <EmptyState
            icon={<ListChecks size={28} aria-hidden />}
            title={t(isNarrowed ? "none" : "empty.title")}
            actions={isNarrowed && <Button onClick={() => onSearch({})}>{t("clear")}</Button>}
          >
            {t(isNarrowed ? "noneHint" : "empty.text")}
          </EmptyState>
        ) : (
          <ExecutionsTable items={items} />
        )}
      </Panel>
      {found.hasNextPage && (
        <Button
          className="self-center"
          isBusy={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </Page>
  );
}
