import { useTranslation } from "react-i18next";

type Props = {
  /** The workflow's name; its draft is what is edited. */
  workflow: string;
  /** The node that a link points at. */
  node?: string | undefined;
};

export function DesignerPage({ workflow }: Props) {
  const { t } = useTranslation("designer");
  return (
    <h1 className="p-6 text-lg font-semibold">
      {t("title")}: {workflow}
    </h1>
  );
}
