import { startBusyButtons } from "./busy-button.js";
import { startCopyLinks } from "./copy-link.js";
import { startErrorSummary } from "./error-summary.js";
import { startPrintButtons } from "./print-button.js";
import { startSavedVisits } from "./saved-visits.js";

startBusyButtons();
startCopyLinks();
startErrorSummary();
startPrintButtons();
startSavedVisits();
