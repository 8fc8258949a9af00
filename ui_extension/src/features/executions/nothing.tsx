import { ListChecks } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { type ExecutionSearch, wrongIn } from "./search";

type Props = { search: ExecutionSearch; onClear: () => void };

/** Why the list is empty: filters that cannot be read, or match nothing, or nothing has ever run. */
export function Nothing({ search, onClear }: Props) {
  const { t } = useTranslation("executions");
  const isNarrowed = Object.keys(search).length > 0;
  const why = wrongIn(search).size > 0 ? "unread" : isNarrowed ? "none" : "empty";
  return (
    <EmptyState
      icon={<ListChecks size={28} aria-hidden />}
      title={t(`${why}.title`)}
      actions={isNarrowed && <Button onClick={onClear}>{t("clear")}</Button>}
    >
      {t(`${why}.text`)}
    </EmptyState>
  );
}
