/** The module that holds the program of `textScan.wat`. */
export function programModule(): Promise<string>;
