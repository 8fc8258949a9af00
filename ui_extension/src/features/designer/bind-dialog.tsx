import { useTranslation } from "react-i18next";
import { nodeOf, setField } from "@/core/document/commands/nodes";
import { type Binding, unboundFields } from "@/core/graph/binding";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { useDesigner } from "./store";

export interface BindOffer {
  readonly from: string;
  readonly to: string;
  readonly binding: Binding;
}

/** An edge was drawn to a step that lacks something which its source has: a click uses it, until nothing is lacking. */
export function BindDialog({ offer, onClose }: { offer: BindOffer | null; onClose: () => void }) {
  const { t } = useTranslation("designer");
  const edit = useDesigner((state) => state.edit);
  const target = useDesigner((state) => nodeOf(state.document, offer?.to ?? ""));
  const activity = useDesigner((state) => state.catalogue.get(target?.type ?? ""));
  const lacking = target === undefined || activity === undefined ? [] : unboundFields(target, activity);
  const left = lacking.filter((field) => offer?.binding.offers.some((one) => one.field === field));
  return (
    <Dialog
      isOpen={offer !== null}
      onClose={onClose}
      title={t("bind.title", { node: offer?.from ?? "" })}
      actions={<Button onClick={onClose}>{t("bind.skip")}</Button>}
    >
      {left.map((field) => (
        <section key={field} className="pb-3">
          <h3 className="pb-1 text-sm font-medium">{t("bind.field", { field })}</h3>
          <div className="flex flex-col gap-1">
            {offer?.binding.offers
              .filter((one) => one.field === field)
              .slice(0, 6)
              .map((one) => (
                <Button
                  key={one.value}
                  className="!justify-start font-mono !text-xs"
                  onClick={() => {
                    edit("bind", setField(offer.to, ["with", field], one.value));
                    if (left.length === 1) onClose();
                  }}
                >
                  {one.value}
                </Button>
              ))}
          </div>
        </section>
      ))}
    </Dialog>
  );
}
