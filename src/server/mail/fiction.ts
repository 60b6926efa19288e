/** RFC 2606 and 6761: names that lead to nobody. The demonstration and the tests use them. */
const NOBODY = /(^|[@.])(test|example|invalid|localhost|exemple\.test|example\.(com|net|org))$/i;

/** An invented address: nothing is ever handed over for it. */
export function isInventedAddress(address: string): boolean {
  return NOBODY.test(address.slice(address.lastIndexOf('@')));
}
