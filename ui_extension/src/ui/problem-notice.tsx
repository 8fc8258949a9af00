import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { Notice } from "./notice";

type Props = {
  title: string;
  code?: string;
  remedy?: string;
  points?: readonly string[];
  /** Asks once more for what could not be read. */
  onAgain?: () => unknown;
};

/** An error in place: what happened, its code, each thing that is wrong, and what to do. */
export function ProblemNotice({ title, code, remedy, points = [], onAgain }: Props) {
  const { t } = useTranslation("ui");
  return (
    <Notice
      title={title}
      code={code}
      actions={onAgain && <Button onClick={() => void onAgain()}>{t("again")}</Button>}
    >
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
