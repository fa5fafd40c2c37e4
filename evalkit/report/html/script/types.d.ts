/** The shapes that the modules of the page hand to each other. */

/** Low and high end. */
export type Span = [number, number];
/** By the id of a criterion or dimension a number. */
export type Weights = Record<string, number>;
/** By the id of a criterion or dimension a column: one number for a score, many for its draws. */
export type Columns = Record<string, ArrayLike<number>>;

export interface Band {
  name: string;
  from: number;
}

/** A way to make one score of several; weights stand in the order of the values. */
export interface Aggregator {
  score(values: number[], weights: number[]): number;
  /** What each value adds to the difference of the scores of both sides. */
  decompose(left: number[], right: number[], weights: number[]): number[];
}

export interface Dimension {
  id: string;
  /** The name of the aggregator that makes its score. */
  aggregate: string;
  criteria: string[];
  /** The key criterion by type of program, and `default`. */
  key: Record<string, string>;
  above_key: number | null;
}

export interface Rubric {
  /** The best first. */
  bands: Band[];
  coverage: { provisional: number; rated: number };
  ranking: { common_weight: number; difference: number };
  shared_error: number;
  overall: {
    aggregate: string;
    floor: number;
    needs: { among: string[]; dimensions: number };
    caps: { dimensions: string[]; below: number; band: string }[];
  };
  dimensions: Dimension[];
  weights: Weights;
}

export interface Rating {
  level: number | null;
  /** The lowest and the highest level that is possible. */
  interval: Span;
  /** Half the width of the error of the level, in levels. */
  half: number;
  seed: number;
  /** The seeds of the passages that the level rests on. */
  passages: number[];
  applies: boolean;
  /** Whether the criterion enters the possible range. */
  possible: boolean;
  /** Levels with their errors, made when they are first needed. */
  draws?: Float64Array;
}

/** A rating as `live.py` packs it. */
export type PackedRating =
  | 0 | 1 | null | [level: null, interval: Span]
  | [level: number, interval: Span, half: number, seed: number, passages: number[]];
export type PackedProgram = [object_type: string, synthetic: boolean, ratings: PackedRating[]];

export interface Program {
  object_type: string;
  synthetic: boolean;
  /** By dimension and criterion. */
  dimensions: Record<string, Record<string, Rating>>;
}

export interface Score {
  status: "rated" | "provisional" | "not_rated";
  score: number | null;
  /** The central 80 % of the draws, within the possible range. */
  interval: Span | null;
  /** The possible range. */
  possible: Span;
  band: string | null;
  /** The bands that the interval touches, the best first. */
  bands: string[];
  /** The best band that the caps leave. */
  limit?: string | null;
  /** The share of the weight with a level; dimensions only. */
  coverage?: number;
  draws?: number[];
}

/** By dimension and `overall`. */
export type Scores = Record<string, Score>;

/** What a criterion or dimension makes of a difference, in points for the left program. */
export interface Part {
  id: string;
  points: number;
}

/** A message of the engine: its code and what fills it; a program is 0 on the left, 1 on the right. */
export type Reason = [code: string, params: Record<string, string | string[] | number[]>];

/** Both sides on what they have in common; without scores where that weighs nothing. */
export interface Common {
  /** The share of the weight that both sides have. */
  weight: number;
  sides: { scores: number[]; draws: number[][]; parts: Part[] } | null;
  keys: string[];
  /** Keys without a level, with the sides that lack it. */
  missing: { key: string; sides: number[] }[];
  /** The criteria that only the left and only the right side has. */
  only: [string[], string[]];
  /** Dimensions that an overall comparison needs and does not have. */
  absent: string[];
  /** The share of the weight of the dimensions that can be compared; overall only. */
  share: number | null;
}

export interface Pair {
  result: "left" | "right" | "no_clear_difference" | "not_comparable" | "not_rated";
  weight: number;
  reasons: Reason[];
  parts: Part[];
  /** None where the programs cannot be compared. */
  numbers: PairResult | null;
}

export interface PairResult {
  difference: number;
  /** The share of simulations in which the left program is higher. */
  share: number;
  scores: number[];
  interval: Span;
  whatever: boolean;
  only: [string[], string[]];
  keys: string[];
}

/** What a page carries for its script. */
export interface Carried {
  /** The language that the page was made in. */
  language: string;
  languages: string[];
  /** Texts of the script by key, in the order of the languages. */
  words: Record<string, string[]>;
  /** Names of dimensions and criteria, in the order of the languages. */
  names: Record<string, string[]>;
  /** Texts of the page, which its elements name by their place here. */
  texts: string[][];
  /** Pieces of what unfolds: the first of every card, then the second. */
  folds: string[][];
  rubric: Rubric | null;
  programs: Record<string, PackedProgram>;
  /** The list of a portfolio; empty on the page of cards. */
  listed: Listed;
}

/** An entry of the list of a portfolio, as `entries.py` packs it. */
export type Entry = [
  kind: string, name: string, functions: string[], places: string[], targets: string[],
  programs: number[], owners: number[], nationwide: number, budget: Sum[],
  written: string[], terms: string[], apart: number[], unassigned: Sum[], without: number,
];
/** The place of a unit, and both ends in millions; without an upper end it may be any. */
export type Sum = [unit: number, low: number, high: number | null];

export interface Listed {
  owners: string[];
  /** How many units budgets have. */
  units: number;
  programs: [id: string, name: string, owners: number[], budget: Sum[]][];
  entries: Entry[];
}

/** What the reader has chosen; all of it stands in the address. */
export interface State {
  weights: Weights;
  /** By program and criterion, with a dot between them. */
  levels: Record<string, number>;
  chosen: string[];
  find: string;
  country: string;
  kind: string;
  sort: string;
  left: string;
  right: string;
  lang: string;
  at: string;
}
