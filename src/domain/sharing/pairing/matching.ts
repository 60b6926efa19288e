/**
 * Maximum-weight matching in any graph, exactly: the primal-dual method of Edmonds, with blossoms, in time n³. Vertices are
 * numbered from 1, blossoms after them; 0 is nobody. What is proved of it is in `matching.test.ts`, against every matching
 * of small graphs.
 */
import { Edges } from './edges.ts';

const OUTER = 0;
const INNER = 1;
const FREE = -1;

/**
 * Pairs vertices so that the sum of the weights of the pairs is the largest there is. The same weights give the same pairs.
 * @param count - how many vertices, numbered from 0.
 * @param weight - of a pair, a whole number; nought or less: the two are never paired. Asked once for `a < b`.
 * @returns of each vertex the one it is paired with; null when it is alone.
 */
export function matchByWeight(
  count: number,
  weight: (a: number, b: number) => number
): (number | null)[] {
  const matching = new Matching(count, weight);
  while (matching.grow());
  return Array.from({ length: count }, (_, vertex) => matching.partnerOf(vertex));
}

class Matching {
  readonly size: number;
  /** How many numbers are in use: the vertices and the blossoms. */
  used: number;
  private readonly edges: Edges;
  /** Dual values; those of vertices start at the largest weight. */
  readonly labels: Float64Array;
  private readonly mate: Int32Array;
  private readonly slack: Int32Array;
  /** The outermost blossom one is in; 0 for a number that is not in use. */
  private readonly outermost: Int32Array;
  private readonly parent: Int32Array;
  private readonly state: Int8Array;
  private readonly seen: Int32Array;
  private readonly petals: number[][];
  private queue: number[] = [];
  private visit = 0;

  constructor(size: number, weight: (a: number, b: number) => number) {
    const side = Math.floor(size * 1.5) + 2;
    this.size = size;
    this.used = size;
    this.labels = new Float64Array(side);
    this.mate = new Int32Array(side);
    this.slack = new Int32Array(side);
    this.outermost = new Int32Array(side);
    this.parent = new Int32Array(side);
    this.state = new Int8Array(side);
    this.seen = new Int32Array(side);
    this.petals = Array.from({ length: side }, () => []);
    this.edges = new Edges(size, side, weight);
    this.labels.fill(this.edges.heaviest, 1, size + 1);
    for (let a = 1; a <= size; a++) this.outermost[a] = a;
  }

  partnerOf(vertex: number): number | null {
    const mate = this.mate[vertex + 1]!;
    return mate === 0 ? null : mate - 1;
  }

  /** Lengthens the matching by one pair, when that makes it heavier. */
  grow(): boolean {
    this.state.fill(FREE, 0, this.used + 1);
    this.slack.fill(0, 0, this.used + 1);
    this.queue = [];
    for (let x = 1; x <= this.used; x++)
      if (this.outermost[x] === x && this.mate[x] === 0) {
        this.parent[x] = 0;
        this.state[x] = OUTER;
        this.enqueue(x);
      }
    if (this.queue.length === 0) return false;
    for (;;) {
      if (this.explore()) return true;
      if (!this.adjust()) return false;
      if (this.useTight()) return true;
      for (let b = this.size + 1; b <= this.used; b++)
        if (this.outermost[b] === b && this.state[b] === INNER && this.labels[b] === 0)
          this.expand(b);
    }
  }

  /** How far the edge that joins two is from being usable. */
  private gap(a: number, b: number): number {
    return this.edges.gap(a, b, this.labels);
  }

  private explore(): boolean {
    // What is found meanwhile is added at the end, and explored too.
    for (const u of this.queue) {
      if (this.state[this.outermost[u]!] === INNER) continue;
      for (let v = 1; v <= this.size; v++) {
        if (!this.edges.isJoined(u, v) || this.outermost[u] === this.outermost[v]) continue;
        if (this.gap(u, v) > 0) this.keepSlack(u, this.outermost[v]!);
        else if (this.use(u, v)) return true;
      }
    }
    return false;
  }

  /** Moves the duals as far as they go. @returns false when the matching is the heaviest. */
  private adjust(): boolean {
    let step = Infinity;
    for (let b = this.size + 1; b <= this.used; b++)
      if (this.outermost[b] === b && this.state[b] === INNER)
        step = Math.min(step, this.labels[b]! / 2);
    for (let x = 1; x <= this.used; x++) {
      if (this.outermost[x] !== x || this.slack[x] === 0) continue;
      const gap = this.gap(this.slack[x]!, x);
      if (this.state[x] === FREE) step = Math.min(step, gap);
      else if (this.state[x] === OUTER) step = Math.min(step, gap / 2);
    }
    for (let u = 1; u <= this.size; u++) {
      const state = this.state[this.outermost[u]!];
      if (state === OUTER && this.labels[u]! <= step) return false;
      if (state === OUTER) this.labels[u]! -= step;
      else if (state === INNER) this.labels[u]! += step;
    }
    for (let b = this.size + 1; b <= this.used; b++) {
      if (this.outermost[b] !== b) continue;
      if (this.state[b] === OUTER) this.labels[b]! += step * 2;
      else if (this.state[b] === INNER) this.labels[b]! -= step * 2;
    }
    return true;
  }

  private useTight(): boolean {
    this.queue = [];
    for (let x = 1; x <= this.used; x++) {
      const u = this.slack[x]!;
      if (this.outermost[x] !== x || u === 0 || this.outermost[u] === x || this.gap(u, x) !== 0)
        continue;
      if (this.use(this.edges.from(u, x), this.edges.to(u, x))) return true;
    }
    return false;
  }

  /** Follows a usable edge. @returns whether the matching was lengthened. */
  private use(from: number, to: number): boolean {
    const [u, v] = [this.outermost[from]!, this.outermost[to]!];
    if (this.state[v] === FREE) {
      this.parent[v] = from;
      this.state[v] = INNER;
      const next = this.outermost[this.mate[v]!]!;
      this.slack[v] = this.slack[next] = 0;
      this.state[next] = OUTER;
      this.enqueue(next);
    } else if (this.state[v] === OUTER) {
      const meeting = this.findMeeting(u, v);
      if (meeting === 0) {
        this.augment(u, v);
        this.augment(v, u);
        return true;
      }
      this.shrink(u, meeting, v);
    }
    return false;
  }

  private keepSlack(u: number, x: number): void {
    if (this.slack[x] === 0 || this.gap(u, x) < this.gap(this.slack[x]!, x)) this.slack[x] = u;
  }

  private setSlack(x: number): void {
    this.slack[x] = 0;
    for (let u = 1; u <= this.size; u++)
      if (
        this.edges.isJoined(u, x) &&
        this.outermost[u] !== x &&
        this.state[this.outermost[u]!] === OUTER
      )
        this.keepSlack(u, x);
  }

  private enqueue(x: number): void {
    if (x <= this.size) this.queue.push(x);
    else for (const petal of this.petals[x]!) this.enqueue(petal);
  }

  private setOutermost(x: number, blossom: number): void {
    this.outermost[x] = blossom;
    if (x > this.size) for (const petal of this.petals[x]!) this.setOutermost(petal, blossom);
  }

  /** How many petals from the base of a blossom to one of them, by the side where that is even. */
  private turn(blossom: number, petal: number): number {
    const petals = this.petals[blossom]!;
    const found = petals.indexOf(petal);
    if (found % 2 === 0) return found;
    petals.push(...petals.splice(1).reverse());
    return petals.length - found;
  }

  private pair(u: number, v: number): void {
    this.mate[u] = this.edges.to(u, v);
    if (u <= this.size) return;
    const base = this.edges.petalOf(u, this.edges.from(u, v));
    const steps = this.turn(u, base);
    const petals = this.petals[u]!;
    for (let i = 0; i < steps; i++) this.pair(petals[i]!, petals[i ^ 1]!);
    this.pair(base, v);
    petals.push(...petals.splice(0, steps));
  }

  private augment(from: number, to: number): void {
    for (let [u, v] = [from, to]; ;) {
      const next = this.outermost[this.mate[u]!]!;
      this.pair(u, v);
      if (next === 0) return;
      const above = this.outermost[this.parent[next]!]!;
      this.pair(next, above);
      [u, v] = [above, next];
    }
  }

  /** Where the two branches meet; 0 when they are of two trees. */
  private findMeeting(one: number, other: number): number {
    this.visit++;
    for (let [u, v] = [one, other]; u !== 0 || v !== 0; [u, v] = [v, u]) {
      if (u === 0) continue;
      if (this.seen[u] === this.visit) return u;
      this.seen[u] = this.visit;
      u = this.outermost[this.mate[u]!]!;
      if (u !== 0) u = this.outermost[this.parent[u]!]!;
    }
    return 0;
  }

  private shrink(u: number, base: number, v: number): void {
    let b = this.size + 1;
    while (b <= this.used && this.outermost[b] !== 0) b++;
    this.used = Math.max(this.used, b);
    this.labels[b] = 0;
    this.state[b] = OUTER;
    this.mate[b] = this.mate[base]!;
    const branch = (start: number) => {
      const found: number[] = [];
      for (let x = start; x !== base;) {
        const inner = this.outermost[this.mate[x]!]!;
        found.push(x, inner);
        this.enqueue(inner);
        x = this.outermost[this.parent[inner]!]!;
      }
      return found;
    };
    const left = branch(u);
    this.petals[b] = [base, ...left.reverse(), ...branch(v)];
    this.setOutermost(b, b);
    this.edges.joinBlossom(b, this.petals[b]!, this);
    this.setSlack(b);
  }

  private expand(b: number): void {
    const petals = this.petals[b]!;
    for (const petal of petals) this.setOutermost(petal, petal);
    const entry = this.edges.petalOf(b, this.edges.from(b, this.parent[b]!));
    const steps = this.turn(b, entry);
    for (let i = 0; i < steps; i += 2) {
      const [inner, outer] = [petals[i]!, petals[i + 1]!];
      this.parent[inner] = this.edges.from(outer, inner);
      this.state[inner] = INNER;
      this.state[outer] = OUTER;
      this.slack[inner] = 0;
      this.setSlack(outer);
      this.enqueue(outer);
    }
    this.state[entry] = INNER;
    this.parent[entry] = this.parent[b]!;
    for (const petal of petals.slice(steps + 1)) {
      this.state[petal] = FREE;
      this.setSlack(petal);
    }
    this.outermost[b] = 0;
  }
}
