import { useEffect } from "react";
import { AddDialog } from "./add-dialog";
import { BindDialog, type BindOffer } from "./bind-dialog";
import { FindDialog } from "./find-dialog";
import { KeysDialog } from "./keys-dialog";
import { MoveDialog } from "./move-dialog";
import type { Telling } from "./moving";
import { RenameDialog } from "./rename-dialog";
import { drawn, useDesigner } from "./store";
import type { useAdding } from "./use-adding";

export type DialogName = "find" | "move" | "rename" | "keys";

type Props = {
  open: DialogName | null;
  onClose: () => void;
  adding: ReturnType<typeof useAdding>;
  offer: BindOffer | null;
  onOffered: () => void;
  tell: Telling;
};

/** What the designer asks in between; one at a time. */
export function Dialogs({ open, onClose, adding, offer, onOffered, tell }: Props) {
  const first = useDesigner((state) => drawn(state.selection.nodes)[0]);
  const isMoot = open === "rename" && first === undefined;
  useEffect(() => {
    if (isMoot) onClose();
  }, [isMoot, onClose]);
  return (
    <>
      <AddDialog
        isOpen={adding.adding !== null}
        behind={adding.adding?.after?.node ?? null}
        onClose={() => adding.setAdding(null)}
        onChoose={(activity) => adding.adding !== null && adding.choose(activity, adding.adding)}
      />
      <FindDialog isOpen={open === "find"} onClose={onClose} />
      {open === "move" && <MoveDialog tell={tell} onClose={onClose} />}
      {open === "rename" && first !== undefined && <RenameDialog id={first} onClose={onClose} />}
      {open === "keys" && <KeysDialog onClose={onClose} />}
      <BindDialog offer={offer} onClose={onOffered} />
    </>
  );
}
