/** Search by name in either script, by other names, by code, and by pinyin: whole syllables, their beginnings, initials. */

import { sound, type Folding } from "./letters";
import type { NodeRow } from "./payload";

export interface Hit {
  readonly node: number;
  readonly rank: number;
}

interface Entry {
  readonly names: readonly string[];
  readonly syllables: readonly string[];
}

export class Index {
  private readonly entries: readonly Entry[];

  constructor(
    nodes: readonly NodeRow[],
    private readonly folding: Folding,
    private readonly weight: (node: number) => number,
  ) {
    this.entries = nodes.map((node) => ({
      names: [node.n, ...(node.a ?? []), ...(node.c ? [node.c] : [])].map((name) => folding.typed(name)),
      syllables: node.p ? node.p.split(" ") : [],
    }));
  }

  /** The best `limit` nodes: a name that begins with the query before one that holds it, then other names, then pinyin. */
  find(query: string, limit: number): Hit[] {
    const wanted = this.folding.typed(query);
    if (!wanted) return [];
    const letters = sound(wanted);
    const hits: Hit[] = [];
    this.entries.forEach((entry, node) => {
      const rank = this.rank(entry, wanted, letters);
      if (rank !== null) hits.push({ node, rank });
    });
    hits.sort((a, b) => a.rank - b.rank || this.weight(b.node) - this.weight(a.node) || a.node - b.node);
    return hits.slice(0, limit);
  }

  private rank(entry: Entry, wanted: string, letters: string): number | null {
    let best: number | null = null;
    entry.names.forEach((name, index) => {
      const at = name.indexOf(wanted);
      if (at < 0) return;
      const rank = (index === 0 ? 0 : 2) + (at === 0 ? 0 : 1);
      if (best === null || rank < best) best = rank;
    });
    if (best !== null || !letters) return best;
    for (let start = 0; start < entry.syllables.length; start++) {
      if (spells(letters, entry.syllables, start)) return start === 0 ? 4 : 5;
    }
    return null;
  }
}

/** Say whether the letters spell the syllables from `start` on, each by at least its beginning. */
export function spells(letters: string, syllables: readonly string[], start: number): boolean {
  let ends = new Set([0]);
  for (let at = start; at < syllables.length && ends.size; at++) {
    const next = new Set<number>();
    for (const end of ends) {
      const syllable = syllables[at]!;
      for (let used = 0; used < syllable.length && letters[end + used] === syllable[used]; used++) next.add(end + used + 1);
    }
    if (next.has(letters.length)) return true;
    ends = next;
  }
  return letters === "";
}
