import { useTranslation } from "react-i18next";
import { Dialog } from "@/ui/dialog";
import { type CommandId, REGISTRY } from "./commands";
import { useReadKeys } from "./shown-keys";

const PARTS = {
  edit: ["add", "rename", "toggle", "cut", "copy", "paste", "duplicate", "remove", "undo", "redo"],
  arrange: ["all", "group", "moveInto", "moveOut", "tidy", "note"],
  view: ["zoomIn", "zoomOut", "fit", "actual", "find", "keys"],
} as const satisfies { readonly [part: string]: readonly CommandId[] };
const PARTS_IN_ORDER = ["edit", "arrange", "view"] as const;

/** Done by the canvas itself, or by the frame around the designer. */
const FIXED = {
  edit: [],
  arrange: [
    ["nudge", ["← ↑ → ↓"]],
    ["several", ["shift"]],
    ["menu", ["shift+f10"]],
  ],
  view: [
    ["walk", ["tab"]],
    ["choose", ["enter", "space"]],
    ["palette", ["mod+k"]],
  ],
} as const;

/** Every key there is, in one place. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("designer");
  const read = useReadKeys();
  return (
    <Dialog isOpen onClose={onClose} title={t("command.keys")} about={t("keys.about")} size="large">
      <div className="grid gap-x-8 gap-y-4 pb-4 sm:grid-cols-3">
        {PARTS_IN_ORDER.map((part) => (
          <section key={part}>
            <h3 className="pb-1 text-xs font-semibold text-muted">{t(`keys.${part}`)}</h3>
            <dl className="text-sm">
              {PARTS[part].map((id) => (
                <Line key={id} name={t(`command.${id}`)} keys={REGISTRY[id].keys.map(read)} />
              ))}
              {FIXED[part].map(([id, keys]) => (
                <Line key={id} name={t(`keys.${id}`)} keys={keys.map(read)} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

const Line = ({ name, keys }: { name: string; keys: readonly string[] }) => (
  <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1 border-b border-line py-1.5">
    <dt>{name}</dt>
    <dd className="ml-auto flex flex-wrap justify-end gap-1">
      {keys.map((one) => (
        <kbd key={one} className="rounded border border-line bg-sunken px-1.5 font-sans text-xs">
          {one}
        </kbd>
      ))}
    </dd>
  </div>
);
