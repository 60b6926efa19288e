/** Finite fields: the arithmetic of the constructions. */

export interface Field {
  /** How many elements: 0 to order − 1, 0 being zero and 1 one. */
  readonly order: number;
  add(a: number, b: number): number;
  multiply(a: number, b: number): number;
}

/** The field of an order; null when there is none, the order being no power of a prime, or it is too large to be of use. */
export function fieldOf(order: number): Field | null {
  const prime = smallestFactor(order);
  if (order < 2 || order > 4096) return null;
  let degree = 0;
  for (let rest = order; rest > 1; rest /= prime) {
    if (rest % prime !== 0) return null;
    degree++;
  }
  return degree === 1 ? primeField(prime) : extension(prime, degree);
}

function smallestFactor(order: number): number {
  for (let factor = 2; factor * factor <= order; factor++) if (order % factor === 0) return factor;
  return order;
}

function primeField(order: number): Field {
  return { order, add: (a, b) => (a + b) % order, multiply: (a, b) => (a * b) % order };
}

/** Polynomials over the integers modulo `prime`, modulo one that is irreducible; an element is its digits in base `prime`. */
function extension(prime: number, degree: number): Field {
  const order = prime ** degree;
  const digits = (a: number) =>
    Array.from({ length: degree }, (_, at) => Math.floor(a / prime ** at) % prime);
  const number = (all: readonly number[]) =>
    all.reduce((sum, one, at) => sum + one * prime ** at, 0);
  const modulus = irreducible(prime, degree);
  const multiply = (a: number, b: number): number => {
    const product = new Array<number>(2 * degree - 1).fill(0);
    for (const [i, x] of digits(a).entries())
      for (const [j, y] of digits(b).entries()) product[i + j] = (product[i + j]! + x * y) % prime;
    return number(reduce(product, modulus, prime));
  };
  const add = (a: number, b: number) =>
    number(digits(a).map((x, at) => (x + digits(b)[at]!) % prime));
  return { order, ...tabled(order, add, multiply) };
}

/** Every sum and product once, when they are few enough. */
function tabled(
  order: number,
  add: Field['add'],
  multiply: Field['multiply']
): Omit<Field, 'order'> {
  if (order > 512) return { add, multiply };
  const table = (operation: Field['add']) =>
    Uint16Array.from({ length: order * order }, (_, at) =>
      operation(Math.floor(at / order), at % order)
    );
  const [sums, products] = [table(add), table(multiply)];
  return {
    add: (a, b) => sums[a * order + b]!,
    multiply: (a, b) => products[a * order + b]!
  };
}

/** The remainder by a polynomial whose leading coefficient is 1. Coefficients from the constant on. */
function reduce(product: readonly number[], modulus: readonly number[], prime: number): number[] {
  const rest = [...product];
  const degree = modulus.length - 1;
  for (let at = rest.length - 1; at >= degree; at--) {
    const lead = rest[at]!;
    for (let k = 0; k <= degree; k++)
      rest[at - degree + k] = (rest[at - degree + k]! + (prime - lead) * modulus[k]!) % prime;
  }
  return rest.slice(0, degree);
}

/** The first polynomial of that degree that no smaller one divides. */
function irreducible(prime: number, degree: number): number[] {
  for (let code = 0; code < prime ** degree; code++) {
    const candidate = [...polynomial(code, degree, prime), 1];
    if (!isDivisible(candidate, prime, Math.floor(degree / 2))) return candidate;
  }
  throw new Error(`no irreducible polynomial of degree ${degree} modulo ${prime}`);
}

function isDivisible(candidate: readonly number[], prime: number, most: number): boolean {
  for (let degree = 1; degree <= most; degree++)
    for (let code = 0; code < prime ** degree; code++)
      if (
        reduce(candidate, [...polynomial(code, degree, prime), 1], prime).every((one) => one === 0)
      )
        return true;
  return false;
}

function polynomial(code: number, degree: number, prime: number): number[] {
  return Array.from({ length: degree }, (_, at) => Math.floor(code / prime ** at) % prime);
}
