import { useTranslation } from "react-i18next";

type Props = {
  /** The execution's id. */
  id: string;
  /** The step that a link points at. */
  step?: string | undefined;
};

export function ExecutionPage({ id }: Props) {
  const { t } = useTranslation("execution");
  return (
    <h1 className="p-6 text-lg font-semibold">
      {t("title")}: {id}
    </h1>
  );
}
