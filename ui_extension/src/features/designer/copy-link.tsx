import { Link2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button";
import { copyText } from "@/ui/copy-text";
import { useDesigner } from "./store";

/** An address that opens this workflow at the selected node, for somebody else. */
export function CopyLink() {
  const { t } = useTranslation("designer");
  const name = useDesigner((state) => state.name);
  const node = useDesigner((state) =>
    state.selection.nodes.length === 1 ? state.selection.nodes[0] : undefined,
  );
  const copy = () => {
    const address = new URL(`/workflows/${name}/design`, location.href);
    if (node !== undefined) address.searchParams.set("node", node);
    return copyText(address.href, { copied: t("link.copied"), refused: t("link.refused") });
  };
  return (
    <IconButton label={t(node === undefined ? "link.workflow" : "link.node")} onClick={() => void copy()}>
      <Link2 size={16} aria-hidden />
    </IconButton>
  );
}
