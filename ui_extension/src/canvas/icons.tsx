import * as lucide from "lucide-react";
import type { ComponentType } from "react";

type Icon = ComponentType<{ size?: number; className?: string; "aria-hidden"?: boolean }>;

/** Those that descriptors may name. Not all of lucide: each one is downloaded. */
const ICONS: Record<string, Icon> = {
  bell: lucide.Bell,
  bot: lucide.Bot,
  box: lucide.Box,
  braces: lucide.Braces,
  calendar: lucide.Calendar,
  "check-check": lucide.CheckCheck,
  clock: lucide.Clock,
  cloud: lucide.Cloud,
  code: lucide.Code,
  "credit-card": lucide.CreditCard,
  database: lucide.Database,
  "database-zap": lucide.DatabaseZap,
  file: lucide.File,
  filter: lucide.Filter,
  globe: lucide.Globe,
  hourglass: lucide.Hourglass,
  image: lucide.Image,
  key: lucide.Key,
  "life-buoy": lucide.LifeBuoy,
  link: lucide.Link,
  mail: lucide.Mail,
  "message-square": lucide.MessageSquare,
  "octagon-x": lucide.OctagonX,
  package: lucide.Package,
  radio: lucide.Radio,
  "refresh-cw": lucide.RefreshCw,
  repeat: lucide.Repeat,
  "scroll-text": lucide.ScrollText,
  send: lucide.Send,
  server: lucide.Server,
  "shield-check": lucide.ShieldCheck,
  shuffle: lucide.Shuffle,
  split: lucide.Split,
  table: lucide.Table,
  terminal: lucide.Terminal,
  timer: lucide.Timer,
  user: lucide.User,
  "user-check": lucide.UserCheck,
  users: lucide.Users,
  webhook: lucide.Webhook,
  workflow: lucide.Workflow,
  zap: lucide.Zap,
};

/** The icon that a descriptor names; a box when nobody knows it. */
export function ActivityIcon({ name, className = "" }: { name: string; className?: string }) {
  const Drawn = ICONS[name] ?? lucide.Box;
  return <Drawn size={16} className={className} aria-hidden />;
}
