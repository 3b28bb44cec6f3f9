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

  const PARTS = [null, "::before", "::after"];
  const INVISIBLE = /^(transparent|rgba\(.*, 0\))$/;
  const around = (one) => [one, drawn(one), drawn(one).parentElement, ...drawn(one).children];

  /** What can mark the focus: a ring of 2 px, a shadow, a border. Empty where none of them is drawn. */
  function marks(one, part) {
    const style = getComputedStyle(one, part);
    const hasRing = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const ring = hasRing && !INVISIBLE.test(style.outlineColor) ? `${style.outlineWidth} ${style.outlineColor}` : "";
    return [ring, style.boxShadow === "none" ? "" : style.boxShadow, part ? "" : `${style.borderWidth} ${style.borderColor}`];
  }

  const looks = (one) => around(one).flatMap((each) => PARTS.flatMap((part) => marks(each, part)));

  const resting = new Map(); // the looks of each while something else has the focus

  function rest() {
    const others = [...document.querySelectorAll(USABLE)].filter((one) => one !== document.activeElement);
    for (const one of others) if (!resting.has(one)) resting.set(one, looks(one));
  }

  /** Whether the focus adds a mark that is not there without it. */
  function isMarked(one) {
    const before = resting.get(one) ?? [];
    return looks(one).some((mark, place) => mark && mark !== before[place]);
  }

  /** Whether the middle of what the window shows of it is hidden; of a long text field it shows but the first line. */
  function isCovered(one) {
    const box = [...drawn(one).getClientRects()].find((rect) => rect.width && rect.height);
    if (!box) return true;
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const hit = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
    return !hit || !(drawn(one).contains(hit) || hit.contains(drawn(one)) || hit.closest("label")?.control === one);
  }

  function place(one) {
    const box = drawn(one).getBoundingClientRect();
    const [across, along] = [scrollX, scrollY];
    return { left: box.left + across, right: box.right + across, top: box.top + along, bottom: box.bottom + along };
  }

  /** Begin above everything, wherever the focus was, and where the page was entered. */
  function begin() {
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    rest();
    start.remove();
  }

  function stop() {
    rest();
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

  /** Leave the page as it came. */
  function end() {
    document.activeElement?.blur();
    scrollTo({ top: 0, behavior: "instant" });
  }

  window.walked = { begin, stop, usable, end };
}
