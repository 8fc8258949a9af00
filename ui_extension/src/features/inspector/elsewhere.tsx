import { clsx } from "clsx";
import type { Finding } from "./context";

/** What is found wrong where no field is drawn that could say it. */
export function Elsewhere({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {findings.map((one) => (
        <li
          key={`${one.path.join("/")}${one.text}`}
          className={clsx("text-xs wrap-anywhere", one.isError ? "text-danger" : "text-warning")}
        >
          {one.text}
        </li>
      ))}
    </ul>
  );
}
