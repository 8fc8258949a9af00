import { Link } from "@tanstack/react-router";
import { Download, PencilLine, Play, Rocket, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { exportAddress } from "@/api/workflows";
import { Button, buttonClass } from "@/ui/button";
import { Menu, MenuLink } from "@/ui/menu";

export type Opened = "publish" | "run" | "discard";

type Props = {
  name: string;
  version: string | null;
  hasDraft: boolean;
  isNew: boolean;
  onOpen: (dialog: Opened) => void;
};

/** What can be done with a workflow. */
export function Actions({ name, version, hasDraft, isNew, onOpen }: Props) {
  const { t } = useTranslation("workflows");
  return (
    <>
      <Export name={name} version={version ? undefined : "draft"} />
      <Link to="/workflows/$name/design" params={{ name }} className={buttonClass()}>
        <PencilLine size={15} aria-hidden /> {t("edit")}
      </Link>
      {hasDraft && (
        <Button icon={<Trash2 size={15} aria-hidden />} onClick={() => onOpen("discard")}>
          {t("discard.button")}
        </Button>
      )}
      {isNew && (
        <Button
          icon={<Rocket size={15} aria-hidden />}
          look={version ? "plain" : "primary"}
          onClick={() => onOpen("publish")}
        >
          {t("publish.button")}
        </Button>
      )}
      <Button
        look={version ? "primary" : "plain"}
        icon={<Play size={15} aria-hidden />}
        onClick={() => onOpen("run")}
      >
        {t(version ? "run.button" : "run.test")}
      </Button>
    </>
  );
}

function Export({ name, version }: { name: string; version: string | undefined }) {
  const { t } = useTranslation("workflows");
  return (
    <Menu trigger={<Button icon={<Download size={15} aria-hidden />}>{t("export")}</Button>}>
      <MenuLink href={exportAddress(name, "json", version)}>JSON</MenuLink>
      <MenuLink href={exportAddress(name, "yaml", version)}>YAML</MenuLink>
    </Menu>
  );
}
