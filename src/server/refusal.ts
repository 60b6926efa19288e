/**
 * Why the application does not start, or a command is not carried out, said to the person who ran it:
 * in French, with what to do next. Shown as it is, without a stack.
 */
export class Refusal extends Error {}
