/** The page's data as `gongbao.export.payload` writes it. A range `[a, b]` names the pieces a … b-1 of a report's text. */

export type Range = readonly [number, number];
export type Language = "zh" | "en";
export type Script = "zh-Hans" | "zh-Hant";

export interface Term {
  readonly id: string;
  readonly iri: string;
  readonly labels: Readonly<Record<Script | "en", string>>;
}

export interface TypeTerm extends Term {
  readonly color: string;
}

export interface PredicateTerm extends Term {
  readonly symmetric: boolean;
}

export interface ConceptTerm extends Term {
  readonly scheme: string;
  /** the modality that goes without saying */
  readonly plain: boolean;
}

export interface NodeRow {
  /** IRI */
  readonly i: string;
  /** index of the type */
  readonly t: number;
  /** name in simplified script */
  readonly n: string;
  /** name in traditional script, where it differs */
  readonly h?: string;
  /** other names, as written */
  readonly a?: readonly string[];
  /** syllables of the name, without tones */
  readonly p?: string;
  /** official code */
  readonly c?: string;
  /** of a place without a code: the province it lies in, as the first two digits of GB/T 2260 */
  readonly w?: string;
  /** IRIs of the same thing elsewhere */
  readonly l?: readonly string[];
  /** community, betweenness and PageRank, where they were measured */
  readonly g?: number;
  readonly b?: number;
  readonly k?: number;
  readonly x: number;
  readonly y: number;
}

export interface EvidenceRow {
  /** the end of its IRI, behind the report's */
  readonly i: string;
  readonly r: Range;
  /** sentence */
  readonly s?: Range;
  /** trigger */
  readonly t?: Range;
  /** subject */
  readonly a?: Range;
  /** object */
  readonly b?: Range;
}

export interface StatementRow {
  readonly i: string;
  /** index of the report */
  readonly d: number;
  readonly s: number;
  readonly p: number;
  readonly o: number;
  /** index of the modality among the concepts */
  readonly m?: number;
  /** index of the time */
  readonly w?: number;
  /** score */
  readonly c?: number;
  /** true where the graph does not assert it */
  readonly n?: true;
  /** whence the subject comes that the evidence does not state */
  readonly q?: "reporter" | "running" | "name";
  readonly e: readonly EvidenceRow[];
}

export interface QuantityRow {
  readonly d: number;
  /** what was counted, and in traditional script where that differs */
  readonly n: string;
  readonly h?: string;
  /** value, as a decimal */
  readonly v: string;
  /** unit */
  readonly u: string;
  readonly b?: number;
  readonly g?: number;
  readonly k?: number;
  /** actor */
  readonly a?: number;
  /** campaign */
  readonly p?: number;
  readonly m?: number;
  readonly w?: number;
  readonly e: readonly EvidenceRow[];
}

export interface TimeRow {
  readonly i: string;
  readonly d: number;
  /** ISO 8601 date, month, year or interval */
  readonly v: string;
  readonly r: Range;
}

export interface ReportRow {
  readonly i: string;
  readonly source?: string;
  readonly title?: string;
  readonly issued?: string;
  readonly sha256?: string;
  readonly publisher?: number;
  /** whether the publisher is only inferred from how the text speaks of bodies */
  readonly inferred?: boolean;
  /** the province of a publisher whose name tells it, as the first two digits of GB/T 2260 */
  readonly w?: string;
  readonly body: Range;
  readonly pieces: readonly string[];
  readonly mentions: readonly (readonly [number, number, number])[];
}

export interface Payload {
  readonly version: 1;
  readonly title: string;
  readonly generator: string;
  readonly vocabulary: string;
  readonly script: Script;
  readonly types: readonly TypeTerm[];
  readonly predicates: readonly PredicateTerm[];
  readonly concepts: readonly ConceptTerm[];
  readonly nodes: readonly NodeRow[];
  readonly reports: readonly ReportRow[];
  readonly times: readonly TimeRow[];
  readonly statements: readonly StatementRow[];
  readonly quantities: readonly QuantityRow[];
  readonly letters: Letters;
  /** what people decided; not there where nobody did */
  readonly decisions?: readonly DecisionRow[];
}

export interface DecisionRow {
  readonly d: number;
  /** about what */
  readonly a: string;
  readonly v: "right" | "wrong";
  readonly who: string;
  /** when, as ISO 8601 */
  readonly t: string;
  /** the names or words */
  readonly w: readonly string[];
}

/** Characters `forms` that fold to those of `usual` at the same place, and by each syllable the characters that read so. */
export interface Letters {
  readonly forms: string;
  readonly usual: string;
  readonly sounds: Readonly<Record<string, string>>;
}

/** Read the data that was put into the page; null where the page holds none. */
export function readPayload(root: Document): Payload | null {
  const text = root.getElementById("gongbao-data")?.textContent?.trim();
  return text ? (JSON.parse(text) as Payload) : null;
}
