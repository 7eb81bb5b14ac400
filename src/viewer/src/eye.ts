/** Where the network is looked at from: the camera of the pane, and what of the pane is free. */

import type Sigma from "sigma";

import type { Box } from "./scene";
import type { Camera } from "./state";

interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Extent {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

const LEAST_RATIO = 0.002;
const MOST_RATIO = 4;
/** Pixels beside, over and under nodes that their labels need. */
const [BESIDE, OVER, UNDER] = [75, 24, 46] as const;

/** What lies over the pane: no label goes under it. */
export function covered(stage: HTMLElement): Box[] {
  const pane = stage.getBoundingClientRect();
  return [...(stage.parentElement?.querySelectorAll("[data-covers]") ?? [])].map((element) => {
    const box = element.getBoundingClientRect();
    return { x0: box.left - pane.left, y0: box.top - pane.top, x1: box.right - pane.left, y1: box.bottom - pane.top };
  });
}

/** The pane without what covers it at its upper and lower edge, and without the width and height of labels. */
export function room(stage: HTMLElement): { width: number; height: number; middle: number } {
  const { clientWidth, clientHeight } = stage;
  const wide = covered(stage).filter(({ x0, x1, y0, y1 }) => y1 > y0 && x1 - x0 > clientWidth / 4);
  const top = Math.max(0, ...wide.map(({ y1 }) => y1).filter((y) => y < clientHeight / 3));
  const bottom = Math.min(clientHeight, ...wide.map(({ y0 }) => y0).filter((y) => y > (clientHeight * 2) / 3));
  const [above, below] = [top + OVER, bottom - UNDER];
  return { width: Math.max(80, clientWidth - 2 * BESIDE), height: Math.max(80, below - above), middle: (above + below) / 2 };
}

export class Eye {
  private native = 1;
  private box: Extent = { x: [-1, 1], y: [-1, 1] };

  constructor(
    private readonly renderer: Sigma,
    private readonly pane: HTMLElement,
    /** the camera was moved by hand, or (null) by the page */
    private readonly moved: (camera: Camera | null) => void,
  ) {
    this.watch();
  }

  /** Take the box of all nodes, or the pane's new size. */
  extent(box: Extent): void {
    this.box = box;
    this.native = this.readable();
  }

  private get calm(): boolean {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  private move(state: { x?: number; y?: number; ratio?: number }, animated = true): void {
    const camera = this.renderer.getCamera();
    this.moved(null);
    if (animated && !this.calm) void camera.animate(state, { duration: 320 });
    else camera.setState({ ...camera.getState(), ...state });
  }

  /** Put the camera where a link says. */
  stand(camera: Camera): void {
    this.renderer.getCamera().setState(camera);
  }

  /** Say where the camera stands once a hand has let go of it. */
  private watch(): void {
    let waiting = 0;
    const later = (): void => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => {
        const { x, y, ratio } = this.renderer.getCamera().getState();
        this.moved({ x, y, ratio });
      }, 350);
    };
    this.renderer.on("wheelStage", later);
    this.renderer.on("wheelNode", later);
    this.pane.addEventListener("pointerup", () => {
      if (this.renderer.getCamera().isAnimated() || this.renderer.getMouseCaptor().draggedEvents > 3) later();
    });
  }

  /** Bring places of the pane into its free part. */
  fit(spots: readonly Spot[], animated: boolean): void {
    const { width, height } = this.renderer.getDimensions();
    if (!spots.length || !width || !height) return;
    const camera = this.renderer.getCamera().getState();
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of spots) [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
    const free = room(this.pane);
    const ratio = Math.min(MOST_RATIO, Math.max(camera.ratio * Math.max((x1 - x0) / free.width, (y1 - y0) / free.height, 0.0001), this.readable() * 0.8));
    const middle = this.renderer.viewportToFramedGraph({ x: (x0 + x1) / 2, y: (y0 + y1) / 2 + (height / 2 - free.middle) * (ratio / camera.ratio) });
    this.move({ ...middle, ratio }, animated);
  }

  /** The ratio at which the layout's pixels are the screen's: closer brings nothing. */
  private readable(): number {
    const { x, y } = this.box;
    const { width, height } = this.renderer.getDimensions();
    return Math.min(width, height) / Math.max(x[1] - x[0], y[1] - y[0], 1);
  }

  /** Nodes keep their size where the layout is read as it was made, shrink with it from afar, and grow little close by. */
  shrink(ratio: number): number {
    const times = ratio / this.native;
    return times > 1 ? times ** 0.55 : times ** 0.3;
  }

  /** Whether a place of the pane lies in its free part, with room for a label. */
  sees({ x, y }: Spot): boolean {
    const { width, height, middle } = room(this.pane);
    return Math.abs(x - this.pane.clientWidth / 2) <= width / 2 && Math.abs(y - middle) <= height / 2;
  }

  centre(data: Spot | undefined): void {
    if (!data) return;
    const ratio = Math.min(this.renderer.getCamera().getState().ratio, Math.max(this.readable() * 1.1, 0.02));
    this.move({ x: data.x, y: data.y, ratio });
  }

  zoom(factor: number): void {
    const { ratio } = this.renderer.getCamera().getState();
    this.move({ ratio: Math.min(MOST_RATIO, Math.max(LEAST_RATIO, ratio / factor)) });
  }

  pan(dx: number, dy: number): void {
    const { width, height } = this.renderer.getDimensions();
    this.move(this.renderer.viewportToFramedGraph({ x: width / 2 + dx, y: height / 2 + dy }));
  }
}

/** The spot nearest to `here` in a direction: what lies aside counts double, and what lies more aside than ahead twice not at all. */
export function nearest<T extends Spot>(spots: readonly T[], here: Spot, dx: number, dy: number): T | null {
  let best: T | null = null;
  let least = Infinity;
  for (const spot of spots) {
    const ahead = (spot.x - here.x) * dx + (spot.y - here.y) * dy;
    const aside = Math.abs((spot.x - here.x) * dy) + Math.abs((spot.y - here.y) * dx);
    const cost = ahead + aside * 2;
    if (ahead > 1 && aside < ahead * 2 && cost < least) [best, least] = [spot, cost];
  }
  return best;
}
