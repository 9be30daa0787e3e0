export type Severity = 'error' | 'warning' | 'info';

/** What people are told about a rule; `docs/rules.md` is made from it. Markdown, in the sentences of a handbook. */
export interface RuleDoc {
  /** error: services reject it. warning: it hurts or is ignored. info: good to know. */
  readonly severity: Severity;
  /** When the rule reports, and where. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** Where the rule comes from, and how sure that is. */
  readonly source: string;
}

/** The same without its severity. */
export type RuleWords = Omit<RuleDoc, 'severity'>;
