/** Move the focus to the list of errors, and from its links into the first control of the field. */
export function startErrorSummary() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const group = link && document.querySelector(`fieldset[id="${link.hash.slice(1)}"]`);
    if (!group) return;
    event.preventDefault();
    group.scrollIntoView();
    group.querySelector("input, select, textarea").focus({ preventScroll: true });
  });
}
