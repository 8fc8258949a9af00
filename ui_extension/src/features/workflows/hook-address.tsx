import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { HookBody } from "@/api/schema.gen";
import { IconButton } from "@/ui/button";
import { copyText } from "@/ui/copy-text";

/** Where a webhook is called, to be handed to whoever calls it. */
export function HookAddress({ hook }: { hook: HookBody }) {
  const { t } = useTranslation("workflows");
  const copy = () => copyText(hook.url, { copied: t("triggers.copied"), refused: t("triggers.refused") });
  return (
    <>
      <span className="flex items-center gap-1">
        <code className="font-mono text-xs break-all">
          {hook.methods.join(", ")} {hook.url}
        </code>
        <IconButton label={t("triggers.copy", { id: hook.trigger })} onClick={() => void copy()}>
          <Copy size={14} aria-hidden />
        </IconButton>
      </span>
      {hook.behind && (
        <span className="block text-xs text-warning">{t("triggers.behind", { workflow: hook.behind })}</span>
      )}
    </>
  );
}
