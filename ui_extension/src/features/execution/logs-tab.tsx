import { Panel } from "@/ui/page";
import { LogLines } from "./log-lines";

export const LogsTab = ({ id }: { id: string }) => (
  <Panel>
    <div className="p-4">
      <LogLines id={id} />
    </div>
  </Panel>
);
