import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { ChevronRight, Compass, Moon, Plus, Sun, Workflow } from "lucide-react";
import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { draftsQuery } from "@/api/drafts";
import { executionsQuery } from "@/api/executions";
import { workflowsQuery } from "@/api/workflows";
import { rowsOf, found as withWords } from "@/features/workflows";
import { Ago } from "@/ui/ago";
import { isDialogOpen } from "@/ui/dialog";
import { ModeBadge } from "@/ui/mode-badge";
import { offered } from "@/ui/offers";
import { StatusIcon } from "@/ui/status-icon";
import { useFormat } from "@/ui/use-format";
import { PLACES } from "./navigation";
import { PaletteFrame } from "./palette-frame";
import { chooseTheme } from "./theme";

const LEAST_CHARACTERS = 3;
const MOST_EXECUTIONS = 6;
const MOST_WORKFLOWS = 20;

type Props = { isOpen: boolean; onOpen: (isOpen: boolean) => void };

/** Everything by name: Ctrl-K, type, Enter. */
export function Palette({ isOpen, onOpen }: Props) {
  const { t } = useTranslation(["app", "ui"]);
  const format = useFormat();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const workflows = useQuery({ ...workflowsQuery(), enabled: isOpen });
  const executions = useInfiniteQuery({
    ...executionsQuery({ text: asked }, MOST_EXECUTIONS),
    enabled: isOpen && asked.length >= LEAST_CHARACTERS,
  });
  const drafts = useQuery({ ...draftsQuery(), enabled: isOpen });
  const rows = useMemo(
    () => rowsOf(workflows.data?.items ?? [], drafts.data?.items ?? []),
    [workflows.data, drafts.data],
  );
  const named = useMemo(() => withWords(rows, text), [rows, text]);
  const found = asked.length >= LEAST_CHARACTERS ? (executions.data?.pages[0]?.items ?? []) : [];
  const open = useCallback(
    (is: boolean) => {
      setText("");
      onOpen(is);
    },
    [onOpen],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      // What a dialog asks comes first, and what was typed into it is not left behind.
      if (!isDialogOpen()) open(!isOpen);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [isOpen, open]);
  const then = (act: () => unknown) => () => {
    open(false);
    void act();
  };
  return (
    <PaletteFrame label={t("palette.open")} isOpen={isOpen} onOpen={open}>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t("palette.placeholder")}
        className="h-11 w-full border-b border-line bg-transparent px-4 outline-none placeholder:text-muted"
      />
      <Command.List label={t("palette.found")} className="max-h-[50vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted">
          {t("palette.none")}
        </Command.Empty>
        {isOpen &&
          offered().map(({ heading, list }) => (
            <Group key={heading} heading={heading}>
              {list().map(({ id, label, keys, act }) => (
                <Entry
                  key={id}
                  value={`${label} ${heading}`}
                  icon={<ChevronRight size={15} className="text-muted" aria-hidden />}
                  onSelect={then(act)}
                  aside={keys !== undefined && <kbd className="font-sans text-xs text-muted">{keys}</kbd>}
                >
                  {label}
                </Entry>
              ))}
            </Group>
          ))}
        <Group heading={t("palette.go")}>
          {PLACES.map(({ to, key, icon: Icon }) => (
            <Entry key={to} icon={<Icon size={15} aria-hidden />} onSelect={then(() => navigate({ to }))}>
              {t(`nav.${key}`)}
            </Entry>
          ))}
          <Entry icon={<Compass size={15} aria-hidden />} onSelect={then(() => navigate({ to: "/welcome" }))}>
            {t("nav.welcome")}
          </Entry>
        </Group>
        <Group heading={t("palette.do")}>
          <Entry
            icon={<Plus size={15} aria-hidden />}
            onSelect={then(() => navigate({ to: "/workflows", search: { create: true } }))}
          >
            {t("palette.create")}
          </Entry>
          <Entry icon={<Sun size={15} aria-hidden />} onSelect={then(() => chooseTheme("light"))}>
            {t("palette.light")}
          </Entry>
          <Entry icon={<Moon size={15} aria-hidden />} onSelect={then(() => chooseTheme("dark"))}>
            {t("palette.dark")}
          </Entry>
        </Group>
        {named.length > 0 && (
          <Group heading={t("nav.workflows")}>
            {named.slice(0, MOST_WORKFLOWS).map(({ name, title }) => (
              <Entry
                key={name}
                // One that was found by a label stays, too.
                value={`${text} ${title} ${name}`}
                icon={<Workflow size={15} aria-hidden />}
                onSelect={then(() => navigate({ to: "/workflows/$name", params: { name } }))}
              >
                {title}
              </Entry>
            ))}
            {named.length > MOST_WORKFLOWS && (
              <Entry
                value={`${text} ${t("palette.all")}`}
                icon={<ChevronRight size={15} className="text-muted" aria-hidden />}
                onSelect={then(() => navigate({ to: "/workflows", search: { search: text || undefined } }))}
                aside={<span className="text-xs text-muted">{format.number(named.length)}</span>}
              >
                {t("palette.all")}
              </Entry>
            )}
          </Group>
        )}
        {found.length > 0 && (
          <Group heading={t("nav.executions")}>
            {found.map(({ id, workflow, status, mode, created_at }) => (
              <Entry
                key={id}
                // What the server found stays, also where the text stands in the error and not in what is shown.
                value={`${text} ${workflow} ${id}`}
                icon={
                  <StatusIcon status={status} label={t(`ui:status.${status}` as "ui:status.completed")} />
                }
                onSelect={then(() => navigate({ to: "/executions/$id", params: { id } }))}
                aside={
                  <>
                    <ModeBadge mode={mode} /> <Ago at={created_at} className="text-xs text-muted" />
                  </>
                }
              >
                {workflow}
              </Entry>
            ))}
          </Group>
        )}
      </Command.List>
    </PaletteFrame>
  );
}

const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
  >
    {children}
  </Command.Group>
);

type EntryProps = {
  icon: ReactNode;
  value?: string;
  onSelect: () => void;
  /** At the end of the line, never cut. */
  aside?: ReactNode;
  children: ReactNode;
};

const Entry = ({ icon, value, onSelect, aside, children }: EntryProps) => (
  <Command.Item
    {...(value && { value })}
    onSelect={onSelect}
    className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-selected [&>*]:shrink-0"
  >
    {icon}
    <span className="min-w-0 flex-1 !shrink truncate">{children}</span>
    {aside}
  </Command.Item>
);
