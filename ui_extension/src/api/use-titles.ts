import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { workflowsQuery } from "./workflows";

/** What workflows are called: by their titles, or by their names while no title is known. */
export function useWorkflowTitles(): (name: string) => string {
  const { data } = useQuery(workflowsQuery());
  return useMemo(() => {
    const titles = new Map(data?.items.map((one) => [one.name, one.title]));
    return (name) => titles.get(name) || name;
  }, [data]);
}
