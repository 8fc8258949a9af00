import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { innerOf, isExpression } from "@/core/expressions/template";
import { useScene } from "./context";

const QUIET_MS = 300;

/** What an expression gives with the data of the last run, once nobody has typed for a moment. */
export function usePreview(value: string, isBare: boolean) {
  const scene = useScene();
  const settled = useSettled(value);
  const { data } = useQuery({
    queryKey: ["preview", scene.workflow, settled, isBare, scene.sample],
    queryFn: ({ signal }) => scene.preview(settled, isBare, signal),
    enabled: isBare ? settled.trim() !== "" : isExpression(settled) && innerOf(settled)?.trim() !== "",
    retry: false,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  return data;
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
