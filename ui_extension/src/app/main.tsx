import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "./i18n/start";
import "./styles.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

// Its files come along with this one's (see `bundling/pages.ts`), and are evaluated in a task of their own.
const application = import("./app");

const draw = async () => {
  const { App } = await application;
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
};
// Not awaited at the top: the file of another language may import from this one, and would wait for it for ever. When
// that file does not come, the page speaks English.
void startI18n().then(draw, draw);
