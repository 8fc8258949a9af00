import { useQuery } from "@tanstack/react-query";
import { Plus, Upload, Workflow } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { draftsQuery } from "@/api/drafts";
import { told } from "@/api/problem";
import { workflowsQuery } from "@/api/workflows";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Input } from "@/ui/field";
import { Page, Panel, Skeleton } from "@/ui/page";
import { ProblemNotice } from "@/ui/problem-notice";
import { useDebouncedText } from "@/ui/use-debounced-text";
import { CreateDialog } from "./create-dialog";
import { ImportDialog } from "./import-dialog";
import { found, rowsOf } from "./rows";
import { useRecent } from "./use-recent";
import { WorkflowsTable } from "./workflows-table";

/** Rows that are drawn before one asks for more. */
const PAGE = 100;

type Props = {
  search: string;
  onSearch: (text: string) => void;
  isCreating: boolean;
  onCreating: (is: boolean) => void;
};

export function WorkflowsPage({ search, onSearch, isCreating, onCreating }: Props) {
  const { t } = useTranslation("workflows");
  const [isImporting, setImporting] = useState(false);
  const published = useQuery(workflowsQuery());
  const drafts = useQuery(draftsQuery());
  const rows = useMemo(
    () => rowsOf(published.data?.items ?? [], drafts.data?.items ?? []),
    [published.data, drafts.data],
  );
  const [text, type] = useDebouncedText(search, onSearch);
  const [most, setMost] = useState(PAGE);
  const matching = useMemo(() => found(rows, text), [rows, text]);
  const shown = useMemo(() => matching.slice(0, most), [matching, most]);
  const { recent, error: unknown } = useRecent(rows, shown);
  const error = published.error ?? drafts.error ?? unknown;
  const create = (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => onCreating(true)}>
      {t("create.button")}
    </Button>
  );
  const bring = (
    <Button icon={<Upload size={15} aria-hidden />} onClick={() => setImporting(true)}>
      {t("import.button")}
    </Button>
  );
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={
        <>
          {bring}
          {create}
        </>
      }
    >
      {error && <ProblemNotice {...told(error)} />}
      {rows.length > 0 && (
        <Input
          type="search"
          value={text}
          onChange={(event) => type(event.target.value)}
          placeholder={t("search")}
          aria-label={t("search")}
          className="max-w-sm"
        />
      )}
      {/* Where a list did not come, nobody knows that there is nothing. */}
      {(rows.length > 0 || !error) && (
        <Panel>
          {published.isPending || drafts.isPending ? (
            <Skeleton />
          ) : rows.length === 0 ? (
            <EmptyState
              icon={<Workflow size={28} aria-hidden />}
              title={t("empty.title")}
              actions={
                <>
                  {bring}
                  {create}
                </>
              }
            >
              {t("empty.text")}
            </EmptyState>
          ) : shown.length === 0 ? (
            <EmptyState
              title={t("none", { search: text })}
              actions={<Button onClick={() => onSearch("")}>{t("all")}</Button>}
            />
          ) : (
            <WorkflowsTable rows={shown} recent={recent} onLabel={onSearch} />
          )}
        </Panel>
      )}
      {matching.length > shown.length && (
        <Button className="self-center" onClick={() => setMost(most + PAGE)}>
          {t("more", { count: matching.length - shown.length })}
        </Button>
      )}
      {isCreating && <CreateDialog onClose={() => onCreating(false)} taken={rows.map((row) => row.name)} />}
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
    </Page>
  );
}
