/** The module that holds the program of `assembly/rows.ts`. */
export function programModule(): Promise<string>;
