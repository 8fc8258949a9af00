import { useTranslation } from "react-i18next";
import { told } from "@/api/problem";
import { Button } from "@/ui/button";
import { Page, Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { CancelAll } from "./cancel-all";
import { ExecutionsTable } from "./executions-table";
import { Filters } from "./filters";
import { Nothing } from "./nothing";
import type { ExecutionSearch } from "./search";
import { useFound } from "./use-found";
import { Views } from "./views";

type Props = { search: ExecutionSearch; onSearch: (search: ExecutionSearch) => void };

export function ExecutionsPage({ search, onSearch }: Props) {
  const { t } = useTranslation("executions");
  const { items, isOld, ...found } = useFound(search);
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={
        <>
          <CancelAll items={isOld ? [] : (items ?? [])} />
          <Views search={search} onSearch={onSearch} />
        </>
      }
    >
      <Filters search={search} onSearch={onSearch} />
      {found.error && <ProblemNotice {...told(found.error)} onAgain={found.refetch} />}
      {!found.error && (!items || items.length === 0) && (
        <Panel>{items ? <Nothing search={search} onClear={() => onSearch({})} /> : <Skeleton />}</Panel>
      )}
      {items && items.length > 0 && (
        <Panel>
          <ExecutionsTable items={items} />
        </Panel>
      )}
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
