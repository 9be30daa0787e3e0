// Writes docs/rules.md from the rules' own descriptions: node scripts/rulesDoc.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesPage } from '../src/dataset/rulesPage.ts';
import { jobRulesPage } from '../src/jobs/rulesPage.ts';

const docs = join(import.meta.dirname, '..', 'docs');
mkdirSync(docs, { recursive: true });
writeFileSync(join(docs, 'rules.md'), `${rulesPage()}\n${jobRulesPage()}`);
