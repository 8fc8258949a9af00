import { Link } from "@tanstack/react-router";
import {
  BoxSelect,
  ChevronLeft,
  Copy,
  LayoutGrid,
  ListChecks,
  Play,
  Plus,
  Redo2,
  Search,
  StickyNote,
  Trash2,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui/button";
import { useTitle } from "@/ui/use-title";
import { type CommandId, REGISTRY } from "./commands";
import { CopyLink } from "./copy-link";
import type { Doors } from "./doors";
import { useShownKeys } from "./shown-keys";
import { useDesigner, useDesignerStore } from "./store";
import type { SaveStatus } from "./use-autosave";

export type View = "canvas" | "json" | "yaml";

const SHOWN: readonly (readonly [CommandId, ReactNode])[] = [
  ["undo", <Undo2 key="i" size={16} aria-hidden />],
  ["redo", <Redo2 key="i" size={16} aria-hidden />],
  ["add", <Plus key="i" size={16} aria-hidden />],
  ["duplicate", <Copy key="i" size={16} aria-hidden />],
  ["remove", <Trash2 key="i" size={16} aria-hidden />],
  ["group", <BoxSelect key="i" size={16} aria-hidden />],
  ["note", <StickyNote key="i" size={16} aria-hidden />],
  ["tidy", <LayoutGrid key="i" size={16} aria-hidden />],
  ["find", <Search key="i" size={16} aria-hidden />],
];
/** A phone has no room for all; keys and the outline do the same. */
const EXTRA: ReadonlySet<CommandId> = new Set(["duplicate", "group", "note", "find"]);
const VIEWS: readonly View[] = ["canvas", "json", "yaml"];

type Props = {
  doors: Doors;
  view: View;
  onView: (view: View) => void;
  status: SaveStatus;
  onPublish?: (() => void) | undefined;
  onTest?: (() => void) | undefined;
};

/** The workflow's name, what can be done with a click, how it is shown, and whether it is saved. */
export function Toolbar({ doors, view, onView, status, onPublish, onTest }: Props) {
  const { t } = useTranslation("designer");
  const title = useDesigner((state) => state.document.title || state.name);
  const name = useDesigner((state) => state.name);
  // Beside the workflow's own page, in a tab of its own.
  useTitle(`${title} · ${t("title")}`);
  return (
    <header className="flex flex-wrap items-center gap-2 xl:flex-nowrap border-b border-line bg-surface px-3 py-1.5">
      <h1 className="max-w-64 min-w-14 text-base font-semibold max-sm:min-w-20 max-sm:flex-1">
        <Link
          to="/workflows/$name"
          params={{ name }}
          title={`${title}\n${t("back")}`}
          className="flex items-center hover:underline"
        >
          <ChevronLeft size={16} aria-hidden className="-ml-1 shrink-0 text-muted" />
          <span className="truncate">{title}</span>
        </Link>
      </h1>
      <div role="toolbar" aria-label={t("title")} className="flex items-center max-sm:order-1">
        {SHOWN.map(([id, icon]) => (
          <Tool key={id} id={id} icon={icon} doors={doors} />
        ))}
        <Several />
      </div>
      <div
        role="radiogroup"
        aria-label={t("view.label")}
        className="flex rounded-md border border-line p-0.5 max-sm:order-1 max-sm:ml-auto"
      >
        {VIEWS.map((one) => (
          // biome-ignore lint/a11y/useSemanticElements: looks like one control of three parts
          <button
            key={one}
            type="button"
            role="radio"
            aria-checked={view === one}
            className="rounded px-2 py-1 text-xs aria-checked:bg-selected aria-checked:font-medium"
            onClick={() => onView(one)}
          >
            {t(`view.${one}`)}
          </button>
        ))}
      </div>
      <span
        role="status"
        title={t(`save.${status}`)}
        className="ml-auto shrink-0 truncate text-xs text-muted xl:max-w-56"
      >
        {t(`save.${status}`)}
      </span>
      <span className="contents max-sm:hidden">
        <CopyLink />
      </span>
      {onTest !== undefined && (
        <Button icon={<Play size={15} aria-hidden />} onClick={onTest} disabled={status !== "saved"}>
          {t("test")}
        </Button>
      )}
      {onPublish !== undefined && (
        <Button look="primary" onClick={onPublish} disabled={status !== "saved"}>
          {t("publish")}
        </Button>
      )}
    </header>
  );
}

function Tool({ id, icon, doors }: { id: CommandId; icon: ReactNode; doors: Doors }) {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  const isEnabled = useDesigner((state) => REGISTRY[id].isEnabled?.(state) ?? true);
  const key = useShownKeys()(id);
  return (
    <IconButton
      label={key === undefined ? t(`command.${id}`) : `${t(`command.${id}`)} (${key})`}
      disabled={!isEnabled}
      className={EXTRA.has(id) ? "max-sm:hidden" : undefined}
      onClick={() => void REGISTRY[id].run(store.getState(), doors)}
    >
      {icon}
    </IconButton>
  );
}

/** Instead of a key that is held while one clicks: a finger has none. */
function Several() {
  const { t } = useTranslation("designer");
  const store = useDesignerStore();
  const isOn = useDesigner((state) => state.isSelectingSeveral);
  return (
    <span className="hidden any-pointer-coarse:contents">
      <IconButton
        label={t("several")}
        aria-pressed={isOn}
        className="aria-pressed:bg-selected aria-pressed:text-accent"
        onClick={() => store.getState().selectSeveral(!isOn)}
      >
        <ListChecks size={16} aria-hidden />
      </IconButton>
    </span>
  );
}
