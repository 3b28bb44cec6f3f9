// What somebody sees who walks over the page by Tab: window.walked tells each stop, and all that has to be one.
() => {
  const USABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const numbers = new Map();

  const number = (one) => numbers.get(one) ?? numbers.set(one, numbers.size).get(one);
  const isUsable = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0;

  function words(one) {
    const said = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || one.name || "";
    return said.replace(/\s+/g, " ").trim().slice(0, 24);
  }

  /** Where it is drawn: an invisible radio button is drawn by its label. */
  const drawn = (one) => (one.matches("[type=radio], [type=checkbox]") && one.labels[0]) || one;

  function hasRing(one) {
    return [null, "::before", "::after"].some((part) => {
      const style = getComputedStyle(one, part);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    });
  }

  const isMarked = (one) => [one, drawn(one), drawn(one).parentElement, ...drawn(one).children].some(hasRing);

  function isCovered(one) {
    const box = [...drawn(one).getClientRects()].find((rect) => rect.width && rect.height);
    if (!box) return true;
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return !hit || !(drawn(one).contains(hit) || hit.contains(drawn(one)) || hit.closest("label")?.control === one);
  }

  function place(one) {
    const box = drawn(one).getBoundingClientRect();
    const [across, along] = [scrollX, scrollY];
    return { left: box.left + across, right: box.right + across, top: box.top + along, bottom: box.bottom + along };
  }

  function stop() {
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return null;
    return { number: number(one), words: words(one), marked: isMarked(one), covered: isCovered(one), ...place(one) };
  }

  /** All that has to be a stop; of a group of radio buttons only that which is chosen, else the first. */
  function usable() {
    const every = [...document.querySelectorAll(USABLE)].filter(isUsable);
    const isSpokenFor = (one) => {
      const group = one.type === "radio" ? every.filter((each) => each.type === "radio" && each.name === one.name) : [one];
      return (group.find((each) => each.checked) ?? group[0]) === one;
    };
    return every.filter(isSpokenFor).map((one) => ({ number: number(one), words: words(one) }));
  }

  window.walked = { stop, usable };
}
