// What a page takes that does nothing but begin: React, and one element that it draws.
import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<main data-drawn>Hello</main>);
