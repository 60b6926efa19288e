/** By which edge of the graph two vertices or blossoms are joined, numbered from 1; see `matching.ts`. */
export class Edges {
  private readonly side: number;
  private readonly weights: Float64Array;
  private readonly froms: Int32Array;
  private readonly tos: Int32Array;
  /** Of a blossom and a vertex: the petal that holds the vertex. */
  private readonly petals: Int32Array;
  readonly heaviest: number;

  constructor(size: number, side: number, weight: (a: number, b: number) => number) {
    this.side = side;
    this.weights = new Float64Array(side * side);
    this.froms = new Int32Array(side * side);
    this.tos = new Int32Array(side * side);
    this.petals = new Int32Array(side * side);
    let heaviest = 0;
    for (let a = 1; a <= size; a++) {
      this.petals[this.at(a, a)] = a;
      for (let b = 1; b <= size; b++) {
        this.froms[this.at(a, b)] = a;
        this.tos[this.at(a, b)] = b;
        if (b <= a) continue;
        const worth = Math.max(0, weight(a - 1, b - 1));
        this.weights[this.at(a, b)] = this.weights[this.at(b, a)] = worth;
        heaviest = Math.max(heaviest, worth);
      }
    }
    this.heaviest = heaviest;
  }

  /** The vertex of `a` by which it is joined to `b`. */
  from(a: number, b: number): number {
    return this.froms[this.at(a, b)]!;
  }

  /** The vertex of `b` by which it is joined to `a`. */
  to(a: number, b: number): number {
    return this.tos[this.at(a, b)]!;
  }

  isJoined(a: number, b: number): boolean {
    return this.weights[this.at(a, b)]! > 0;
  }

  /** How far the edge that joins two is from being usable. */
  gap(a: number, b: number, labels: Float64Array): number {
    const [u, v] = [this.from(a, b), this.to(a, b)];
    return labels[u]! + labels[v]! - 2 * this.weights[this.at(u, v)]!;
  }

  petalOf(blossom: number, vertex: number): number {
    return this.petals[this.at(blossom, vertex)]!;
  }

  /** How a new blossom is joined to each other: by the edge, of those of its petals, that is nearest to being usable. */
  joinBlossom(
    b: number,
    petals: readonly number[],
    { size, used, labels }: { size: number; used: number; labels: Float64Array }
  ): void {
    for (let x = 1; x <= used; x++) {
      this.weights[this.at(b, x)] = this.weights[this.at(x, b)] = 0;
      if (x <= size) this.petals[this.at(b, x)] = 0;
    }
    for (const petal of petals)
      for (let x = 1; x <= used; x++) {
        if (!this.isJoined(b, x) || this.gap(petal, x, labels) < this.gap(b, x, labels)) {
          this.copy(this.at(petal, x), this.at(b, x));
          this.copy(this.at(x, petal), this.at(x, b));
        }
        if (x <= size && this.petalOf(petal, x) !== 0) this.petals[this.at(b, x)] = petal;
      }
  }

  private copy(from: number, to: number): void {
    this.weights[to] = this.weights[from]!;
    this.froms[to] = this.froms[from]!;
    this.tos[to] = this.tos[from]!;
  }

  private at(a: number, b: number): number {
    return a * this.side + b;
  }
}
