// Everything on the page that can be pressed, with the area that answers, felt out from its middle in all four directions.
() => {
  const FARTHEST = 1200; // px
  const STRIDES = [6, 1, 0.25]; // px; nothing that is pressed is narrower than the longest
  const BESIDE = 1.25; // px; a press is felt up to a pixel beside a box, and a stride is uncertain
  const PRESSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary";

  const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]");
  const isWithinWindow = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;

  /** What answers to a press there: the pressable thing, or the one whose label it is. */
  function answers(x, y) {
    const hit = isWithinWindow(x, y) ? document.elementFromPoint(x, y) : null;
    const pressable = hit?.closest(PRESSABLE);
    return pressable ?? hit?.closest("label")?.control ?? null;
  }

  /** How far the same thing answers in a direction: in long strides first, then in short ones. */
  function reach(one, x, y, [right, down]) {
    let far = 0;
    for (const stride of STRIDES) {
      while (far < FARTHEST && answers(x + right * (far + stride), y + down * (far + stride)) === one) far += stride;
    }
    return far;
  }

  /** A link in a sentence: other words stand beside it in the same block. */
  function isInSentence(one) {
    if (one.tagName !== "A" || getComputedStyle(one).display !== "inline") return false;
    let block = one.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const isOthers = !text.parentElement.closest(PRESSABLE) && text.textContent.trim() && isShown(text.parentElement);
      if (isOthers && shareLine(one, text)) return true;
    }
    return false;
  }

  function shareLine(one, text) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const [others, own] = [[...range.getClientRects()], [...one.getClientRects()]];
    return others.some((their) => own.some((mine) => their.top < mine.bottom - 4 && mine.top < their.bottom - 4));
  }

  function kind(one) {
    if (one.closest("td")) return "day";
    if (one.matches(".button--primary")) return "main";
    return one.matches("a") && !one.matches(".button") ? "link" : "control";
  }

  function words(one) {
    const said = one.getAttribute("aria-label") || one.textContent || one.labels?.[0]?.textContent || one.name || "";
    return said.replace(/\s+/g, " ").trim().slice(0, 24);
  }

  /** The middle of the first line of the thing itself, or of its label where it is drawn by its label. */
  function middle(one) {
    const isCard = one.matches("[type=radio], [type=checkbox]") && one.labels.length;
    const box = [...(isCard ? one.labels[0] : one).getClientRects()].find((rect) => rect.width && rect.height);
    return box && [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
  }

  /** Where an edge lies exactly: that of the box that answers, where it is as near as that. */
  function exactly(felt, one, side) {
    const boxes = [one, ...one.children, ...(one.labels ?? []), one.offsetParent].filter(Boolean);
    const edges = boxes.flatMap((box) => [...box.getClientRects()].map((rect) => rect[side]));
    return edges.find((edge) => Math.abs(edge - felt) <= BESIDE) ?? felt;
  }

  /** The area in pixels of the page, empty where something else lies over the middle; null above the page's top. */
  function area(one) {
    one.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const [x, y] = middle(one) ?? [0, -1];
    if (y + scrollY < 0) return null; // a skip link waits there until it has the focus
    const isOpen = answers(x, y) === one;
    const [up, down, left, right] = [[0, -1], [0, 1], [-1, 0], [1, 0]].map((way) => (isOpen ? reach(one, x, y, way) : 0));
    return {
      left: exactly(x - left, one, "left") + scrollX,
      right: exactly(x + right, one, "right") + scrollX,
      top: exactly(y - up, one, "top") + scrollY,
      bottom: exactly(y + down, one, "bottom") + scrollY,
    };
  }

  const found = [...document.querySelectorAll(PRESSABLE)].filter((one) => isShown(one) && !isInSentence(one));
  return found.map((one) => ({ words: words(one), kind: kind(one), ...area(one) })).filter((one) => "left" in one);
}
