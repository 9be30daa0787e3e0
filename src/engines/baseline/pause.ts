/** Thrown where a pause was asked for; the weights are those after the last whole step. */
export class Paused extends Error {}

/** Lets commands come in if it is time for that. Rejects with {@link Paused} where a pause is wanted. */
export type Breathe = () => Promise<void>;
