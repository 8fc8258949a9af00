import { Notice } from "./notice";

type Props = { title: string; code?: string; remedy?: string; points?: readonly string[] };

/** An error in place: what happened, its code, each thing that is wrong, and what to do. */
export function ProblemNotice({ title, code, remedy, points = [] }: Props) {
  return (
    <Notice title={title} code={code}>
      {points.length > 0 && (
        <ul className="list-disc pl-5">
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
      {remedy && <p className="text-muted">{remedy}</p>}
    </Notice>
  );
}
