import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/api/codes";
import { platformQuery } from "@/api/platform";
import type { ExecutionDetail } from "@/api/words";
import { Facts } from "./facts";

/** One line below the title: how it stands, of which version, since when, and what it came from. */
export function About({ execution }: { execution: ExecutionDetail }) {
  const { t } = useTranslation("execution");
  const dagster = useQuery(platformQuery()).data?.dagster;
  return (
    <Facts
      execution={execution}
      of={(version) => (
        <Link to="/workflows/$name" params={{ name: execution.workflow }} className="hover:underline">
          {version}
        </Link>
      )}
    >
      <Origin label={t("restartOf")} id={execution.restart_of} />
      <Origin label={t("calledBy")} id={execution.parent} />
      <HandedOn to={execution.handed_on} />
      {dagster && execution.run_id && (
        <a
          href={`${dagster}runs/${execution.run_id}`}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-accent hover:underline"
        >
          {t("dagster")} <ExternalLink size={12} aria-hidden />
        </a>
      )}
    </Facts>
  );
}

/** Who was told of the failure, or why nobody was. */
function HandedOn({ to }: { to: ExecutionDetail["handed_on"] }) {
  const { t } = useTranslation("execution");
  if (!to) return null;
  if (to.execution) return <Origin label={t("handedOn", { workflow: to.workflow })} id={to.execution} />;
  return (
    <span className="text-danger" title={to.error ? messageOf(to.error) : undefined}>
      {t("notHandedOn", { workflow: to.workflow })}
    </span>
  );
}

function Origin({ label, id }: { label: string; id: string | null }) {
  if (!id) return null;
  return (
    <Link to="/executions/$id" params={{ id }} className="text-accent hover:underline">
      {label}
    </Link>
  );
}
