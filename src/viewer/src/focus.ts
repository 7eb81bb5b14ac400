/** Focus outlives a redraw: what had it is found again by what it is, else what now stands in its place has it. */

const FOCUSABLE = "button:not(:disabled), input:not(:disabled), select, summary, a[href], [tabindex]";

function all(part: HTMLElement): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.checkVisibility());
}

/** What an element is, whenever it is drawn: its id and data, else its words. */
function mark(element: HTMLElement): string {
  const own = element.id + JSON.stringify(element.dataset);
  return `${element.tagName} ${own === "{}" ? (element.getAttribute("aria-label") ?? element.textContent) : own}`;
}

/** Draw parts of the page; focus that is lost with an element of one of them goes to its like, or else to `instead`. */
export function keepingFocus(parts: readonly HTMLElement[], instead: () => HTMLElement | null, draw: () => void): void {
  const had = document.activeElement as HTMLElement | null;
  const part = had && parts.find((each) => each !== had && each.contains(had));
  if (!part) return draw();
  const [at, what] = [all(part).indexOf(had), mark(had)];
  draw();
  if (document.activeElement !== document.body && document.activeElement?.checkVisibility()) return;
  const now = all(part);
  const there = now[Math.min(at, now.length - 1)];
  const like = there && mark(there) === what ? there : now.find((each) => mark(each) === what);
  (like ?? there ?? instead())?.focus({ preventScroll: true });
}
