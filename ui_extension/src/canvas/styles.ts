import "@xyflow/react/dist/style.css";
import "./canvas.css";
