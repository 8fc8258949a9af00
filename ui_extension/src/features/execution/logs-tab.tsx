import type { ExecutionDetail } from "@/api/words";
import { Panel } from "@/ui/page";
import { LogLines } from "./log-lines";

const MOST_PX = 528;

type Props = { execution: ExecutionDetail; onStep: (step: string) => void };

export const LogsTab = (props: Props) => (
  <Panel>
    <div className="p-4">
      <LogLines {...props} mostPx={MOST_PX} />
    </div>
  </Panel>
);
