import { useState } from "react";
import { useTranslation } from "react-i18next";
import { findIn } from "@/core/document/find";
import { Dialog } from "@/ui/dialog";
import { Input } from "@/ui/field";
import { useDesigner } from "./store";

/** Finds text anywhere in the workflow; what is chosen is selected and brought into view. */
export function FindDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation("designer");
  const document = useDesigner((state) => state.document);
  const show = useDesigner((state) => state.show);
  const [search, setSearch] = useState("");
  const matches = isOpen ? findIn(document, search, 50) : [];
  const go = (id: string) => {
    onClose();
    show(id);
  };
  const first = matches[0];
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("find.title")}>
      <Input
        autoFocus
        type="search"
        aria-label={t("find.search")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && first !== undefined && go(idOf(first))}
      />
      <p role="status" className="py-2 text-xs text-muted">
        {search !== "" &&
          (matches.length === 0 ? t("find.none") : t("find.count", { count: matches.length }))}
      </p>
      <ul className="pb-3">
        {matches.map((match) => (
          <li key={`${match.id} ${match.where.join(" ")}`}>
            <button
              type="button"
              className="w-full rounded-md px-2 py-1 text-left text-sm hover:bg-hover"
              onClick={() => go(idOf(match))}
            >
              <span className="font-medium">{match.id}</span>{" "}
              <span className="text-xs text-muted">{match.where.join(" › ")}</span>
              <span className="block truncate text-xs">{match.excerpt}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

const idOf = (match: { kind: string; id: string }) =>
  match.kind === "node" ? match.id : `${match.kind}:${match.id}`;
