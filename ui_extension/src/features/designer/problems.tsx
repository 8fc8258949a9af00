import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { hintOf, messageOf } from "@/api/codes";
import { type Diagnostic, edgeAt, placeIn } from "@/core/diagnostics/diagnostic";
import { fixFor } from "@/core/diagnostics/fixes";
import { edgeKey } from "@/core/document/patches";
import { ends } from "@/core/graph/ends";
import { Button } from "@/ui/button";
import { useDesigner } from "./store";

/** Everything that is wrong, with its place and what to do; a click goes to the very field. */
export function Problems() {
  const { t } = useTranslation("designer");
  const diagnostics = useDesigner((state) => state.diagnostics);
  if (diagnostics.length === 0) {
    return (
      <p className="flex items-center gap-2 p-4 text-sm text-muted">
        <CircleCheck size={16} className="text-success" aria-hidden />
        {t("problems.none")}
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-1 p-2">
      {diagnostics.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same can be found twice at one place
        <Problem key={`${one.code}${one.pointer}${index}`} diagnostic={one} />
      ))}
    </ul>
  );
}

function Problem({ diagnostic }: { diagnostic: Diagnostic }) {
  const { t } = useTranslation("designer");
  const document = useDesigner((state) => state.document);
  const show = useDesigner((state) => state.show);
  const showField = useDesigner((state) => state.showField);
  const select = useDesigner((state) => state.select);
  const edit = useDesigner((state) => state.edit);
  const fix = fixFor(document, diagnostic);
  const { node, severity, code } = diagnostic;
  const hint = hintOf(diagnostic);
  const go = () => {
    const edge = edgeAt(document, diagnostic);
    const field = placeIn(diagnostic);
    if (edge !== undefined) {
      show(ends(edge.from).node);
      select({ edges: [edgeKey(edge)] });
    } else if (typeof node === "string") show(node, field);
    else showField(field);
  };
  const place = [node, ...placeIn(diagnostic).filter((key) => key !== "with")].filter(Boolean).join(" › ");
  const isError = severity === "error";
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <li className="rounded-md px-2 py-1.5 text-sm hover:bg-hover">
      <button type="button" className="flex w-full gap-2 text-left" onClick={go}>
        <Icon
          size={16}
          aria-label={t(isError ? "problems.error" : "problems.warning")}
          className={isError ? "mt-0.5 shrink-0 text-danger" : "mt-0.5 shrink-0 text-warning"}
        />
        <span className="min-w-0 break-words">
          {messageOf(diagnostic)}
          {hint && <span className="block text-xs text-muted">{hint}</span>}
          <span className="block text-xs text-muted">
            {place !== "" && `${place} · `}
            <code>{code}</code>
          </span>
        </span>
      </button>
      {fix !== null && (
        <Button className="mt-1 ml-6" onClick={() => edit("fix", fix.patches)}>
          {t(fix.does === "remove" ? "problems.remove" : "problems.fix", { what: fix.what })}
        </Button>
      )}
    </li>
  );
}
